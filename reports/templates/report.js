"use strict";
for (const button of document.querySelectorAll("button.copy")) {
  const source = button.previousElementSibling;
  const label = button.firstChild;
  const say = (word) => {
    label.data = word;
    setTimeout(() => { label.data = "Copy"; }, 2000);
  };
  const select = () => {
    getSelection().selectAllChildren(source);
    say(document.execCommand("copy") ? "Copied" : "Selected");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (navigator.clipboard) {
      navigator.clipboard.writeText(source.textContent).then(() => say("Copied"), select);
    } else {
      select();
    }
  });
}
