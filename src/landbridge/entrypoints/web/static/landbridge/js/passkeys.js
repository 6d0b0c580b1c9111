// Says on the page why a passkey was not used: what allauth only writes to the console.
(() => {
  "use strict";
  document.addEventListener("allauth.error", (event) => {
    const notice = document.getElementById("passkey-failed");
    if (!notice) return;
    event.preventDefault();
    const reasons = [...notice.querySelectorAll("[data-passkey]")];
    const fault = event.detail.exception && event.detail.exception.name;
    const told = reasons.find((reason) => reason.dataset.passkey === fault) || reasons[reasons.length - 1];
    reasons.forEach((reason) => { reason.hidden = reason !== told; });
    notice.hidden = false;
  });
  // A name is asked for before the device makes the key: one that is refused afterwards stays on the device.
  document.addEventListener("click", (event) => {
    const form = event.target.id === "mfa_webauthn_add" && event.target.form;
    if (!form || form.reportValidity()) return;
    event.stopImmediatePropagation();
  }, true);
})();
