"""A questionnaire with one question of each kind, installed as a file would be."""

from __future__ import annotations

from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.workspace import Workspace

_CHOICES = """
        - {code: un, label: Le premier}
        - {code: deux, label: Le deuxième}
        - {code: trois, label: Le troisième}
        - {code: quatre, label: Le quatrième}
"""

KINDS = f"""
id: toutes-sortes
version: 1
title: Une question de chaque sorte
scale:
  min: 0
  max: 4
  half_steps: true
  levels:
    - {{value: 0, name: au coup par coup}}
    - {{value: 1, name: amorcé}}
    - {{value: 2, name: régulier}}
    - {{value: 3, name: formalisé}}
    - {{value: 4, name: mesuré}}
profile:
  title: Le profil
  questions:
    - {{id: montant, type: money, title: Montant, question: Quel montant ?}}
    - {{id: part, type: percentage, title: Part, question: Quelle part à l’export ?}}
    - {{id: annee, type: year, title: Année, question: Quelle année ?}}
    - {{id: nombre, type: integer, title: Nombre, question: Combien ?, min: 0, max: 100}}
    - {{id: jour, type: date, title: Jour, question: Quel jour ?}}
    - {{id: texte, type: text, title: Texte, question: Que dire ?, private: true}}
    - id: choix
      type: single_choice
      title: Choix
      question: Lequel ?
      choices: {_CHOICES}
    - id: suite
      type: integer
      title: Suite
      question: Et alors ?
      relevant: "${{choix}} = 'un'"
    - id: plusieurs
      type: multiple_choice
      title: Plusieurs
      question: Lesquels ?
      choices: {_CHOICES}
    - id: freins
      type: ranked_choice
      title: Freins
      question: Lesquels d’abord ?
      most: 3
      choices: {_CHOICES}
    - id: exercices
      type: yearly_series
      title: Exercices
      question: Quels chiffres ?
      columns:
        - {{id: year, title: Année, type: integer}}
        - {{id: ca, title: CA}}
themes:
  - id: theme_un
    title: Un thème
    why: Il compte.
    place: dans le thème
    topic: le thème
    practices:
      - id: pratique
        title: Pratique
        question: Comment faites-vous ?
        levels: {{0: Rien., 1: Un peu., 2: Souvent., 3: Toujours., 4: Mieux.}}
        why: Cela compte.
        first_step: Commencer
        priority: Avancer
        strength: Vous avancez
        verify: Demandez à votre comptable.
        keep: Continuez.
checks:
  - id: export_sans_prevision
    when: "${{part}} > 20 and ${{pratique}} = 0"
    message: Vous exportez beaucoup sans rien prévoir.
    about: [part, pratique]
"""


def install_kinds(workspace: Workspace) -> Questionnaire:
    """Install the questionnaire; return it."""
    return workspace.library.install(KINDS, "toutes-sortes.yaml", unsigned=True)
