// Without this script everything works; with it, a sheet has a button that prints it, and the page
// of a job that is under way looks again by itself.
const button = document.getElementById("imprimer");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const waiting = document.querySelector("[data-attend]");
if (waiting) {
  setTimeout(() => location.reload(), Number(waiting.dataset.attend) * 1000);
}
