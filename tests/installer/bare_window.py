"""The least program with a window: what ours is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("Diagnostic PME")
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
