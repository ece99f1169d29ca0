//! Keys that do something wherever the focus is.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use crate::listen::{is_in_field, line};
use crate::state::{Action, Change, State, Tab};
use crate::stored;

/// What a key asks for.
pub(crate) enum Key {
    Box,
    Leave,
    Open(Tab),
    /// Copy the field that is chosen.
    Copy,
    /// Copy the report, as its view has it.
    Report,
    Act(Action),
}

/// What a key that was pressed asks for, if anything.
pub(crate) fn asked(event: &Event, state: &State) -> Option<Key> {
    let event_key = event.dyn_ref::<KeyboardEvent>()?;
    if is_in_dialog() {
        return None;
    }
    let key = event_key.key();
    if event_key.ctrl_key() || event_key.meta_key() || event_key.alt_key() {
        // Other fields have a history of their own.
        let is_ours = !event_key.alt_key() && line(event).is_none();
        return match (key.to_lowercase().as_str(), event_key.shift_key()) {
            ("z", false) if is_ours => Some(Key::Act(Action::Change(Change::Undo))),
            ("z", true) if is_ours => Some(Key::Act(Action::Change(Change::Redo))),
            // Elsewhere it is the browser's.
            ("y", false) if is_ours && is_in_field(event) => Some(Key::Act(Action::Change(Change::Redo))),
            _ => None,
        };
    }
    if is_in_field(event) && !(key == "Escape" && state.helps) {
        return (key == "Escape").then_some(Key::Leave);
    }
    if key != "Escape" && !hears_singles() {
        return None;
    }
    Some(match key.as_str() {
        "/" => Key::Box,
        "?" => Key::Act(Action::Help),
        "j" => Key::Act(Action::Step(1)),
        "k" => Key::Act(Action::Step(-1)),
        "c" => Key::Copy,
        "y" => Key::Report,
        "Escape" => Key::Act(Action::Close),
        digit => {
            let number: usize = digit.parse().ok()?;
            Key::Open(*Tab::ALL.get(number.checked_sub(1)?)?)
        }
    })
}

const SINGLES: &str = "keys";

/// Whether keys that are pressed alone do something. Who speaks to the computer would press them without meaning to.
pub(crate) fn hears_singles() -> bool {
    stored::get(SINGLES).is_none()
}

pub(crate) fn hear_singles(hears: bool) {
    stored::set(SINGLES, (!hears).then_some("off"));
}

/// True while a dialog stands before the page: its keys are its own.
fn is_in_dialog() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| matches!(document.query_selector("dialog[open]"), Ok(Some(_))))
}

/// Takes the focus out of whatever field has it.
pub(crate) fn leave() {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    if let Some(Err(error)) = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok()).map(|it| it.blur()) {
        web_sys::console::error_1(&error);
    }
}
