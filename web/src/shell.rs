//! What index.html shows and takes before the module is there.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

/// Taken from the document before the page is drawn in its place.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Shell {
    /// What a first visitor reads. The page shows this very element, so that it is written once and never flickers.
    pub(crate) welcome: Option<Element>,
    /// The box, in which something may stand already.
    pub(crate) area: Option<HtmlTextAreaElement>,
    pub(crate) is_in_box: bool,
}

impl Shell {
    pub(crate) fn take() -> Self {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return Self::default();
        };
        let area = document.get_element_by_id("box").and_then(|area| area.dyn_into().ok());
        let is_in_box = document.active_element().is_some_and(|element| element.id() == "box");
        Self { welcome: document.query_selector(".welcome").ok().flatten(), area, is_in_box }
    }
}
