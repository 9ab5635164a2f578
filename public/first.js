// Runs before the first paint, in old syntax on purpose: it sets the theme and language the reader chose, and it is
// the only script an outdated browser can still read, so it also holds the message for that case.
(function () {
  var root = document.documentElement;
  function stored(key) {
    try {
      return localStorage.getItem("backcast." + key);
    } catch (_) {
      return null;
    }
  }
  var lang = stored("lang") || (/^ko/i.test(navigator.language || "") ? "ko" : "en");
  root.lang = lang;
  var theme = stored("theme");
  var dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-theme", dark ? "dark" : "light");
  root.setAttribute("data-gain", stored("gain") || (lang === "ko" ? "kr" : "us"));

  // Replaced by the page when it takes over; seen only if loading fails.
  window.backcastBootNote = function (english, korean) {
    var note = document.getElementById("boot-note");
    var retry = document.getElementById("boot-retry");
    if (!note) return;
    note.textContent = root.lang === "ko" ? korean : english;
    if (retry) {
      retry.hidden = false;
      retry.onclick = function () {
        location.reload();
      };
    }
  };
  setTimeout(function () {
    var boot = document.getElementById("boot");
    if (boot && !document.getElementById("boot-note").textContent) {
      window.backcastBootNote(
        "Still loading. A browser older than Chrome 91, Firefox 89 or Safari 16.4 cannot run Backcast.",
        "아직 불러오는 중입니다. Chrome 91, Firefox 89, Safari 16.4보다 오래된 브라우저에서는 실행되지 않습니다."
      );
    }
  }, 12000);
})();
