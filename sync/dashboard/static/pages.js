// Without this script everything works; with it, a sheet has a button that prints it.
const button = document.getElementById("imprimer");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
