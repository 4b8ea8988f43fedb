// Before anything is drawn, and so no module: a page must not turn dark under one's eyes.
const chosenTheme = localStorage.getItem("theme");
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme;
