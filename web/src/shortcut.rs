//! Keys that do something wherever the focus is.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent};
use yew::NodeRef;

use crate::listen::is_in_field;
use crate::state::{Action, Change, Tab};

/// What a key asks for.
pub(crate) enum Key {
    Box,
    Leave,
    Help,
    /// Copy the field that is chosen.
    Copy,
    /// Copy the report, as Markdown.
    Report,
    Act(Action),
}

/// What a key that was pressed asks for, if anything.
pub(crate) fn asked(event: &Event) -> Option<Key> {
    let event_key = event.dyn_ref::<KeyboardEvent>()?;
    if is_in_dialog() {
        return None;
    }
    if event_key.ctrl_key() || event_key.meta_key() || event_key.alt_key() {
        return None;
    }
    let key = event_key.key();
    if is_in_field(event) {
        return (key == "Escape").then_some(Key::Leave);
    }
    Some(match key.as_str() {
        "/" => Key::Box,
        "?" => Key::Help,
        "j" => Key::Act(Action::Step(1)),
        "k" => Key::Act(Action::Step(-1)),
        "c" => Key::Copy,
        "y" => Key::Report,
        "Escape" => Key::Act(Action::Change(Change::Clear)),
        digit => {
            let number: usize = digit.parse().ok()?;
            Key::Act(Action::Open(*Tab::ALL.get(number.checked_sub(1)?)?))
        }
    })
}

/// True while a dialog stands before the page: its keys are its own.
fn is_in_dialog() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| matches!(document.query_selector("dialog[open]"), Ok(Some(_))))
}

/// Puts the focus into the box.
pub(crate) fn focus(area: &NodeRef) {
    if let Some(Err(error)) = area.cast::<HtmlTextAreaElement>().map(|area| area.focus()) {
        web_sys::console::error_1(&error);
    }
}

/// Takes the focus out of whatever field has it.
pub(crate) fn leave(area: &NodeRef) {
    let focused = area.get().and_then(|area| area.owner_document()?.active_element());
    if let Some(Err(error)) = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok()).map(|it| it.blur()) {
        web_sys::console::error_1(&error);
    }
}
