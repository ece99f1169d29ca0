//! Bringing things into sight.

use crate::focus;

/// Scrolls to what `selector` finds, unless it begins in the upper part of the window.
pub(crate) fn bring(selector: &str) {
    let Some(element) = focus::find(selector) else { return };
    let height =
        web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    if !(0.0..height * 0.7).contains(&element.get_bounding_client_rect().top()) {
        element.scroll_into_view();
    }
}
