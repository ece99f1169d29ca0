//! Where the keyboard goes on.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window().and_then(|window| window.document())?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

/// Puts the focus on the first element that `selector` finds.
pub(crate) fn on(selector: &str) -> Option<HtmlElement> {
    let element = find(selector)?;
    if let Err(error) = element.focus() {
        web_sys::console::error_1(&error);
    }
    Some(element)
}
