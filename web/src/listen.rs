//! Events of the whole document: paste anywhere, drop anywhere, keys.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{AddEventListenerOptions, Event, HtmlInputElement};
use yew::prelude::*;

/// Hears events of this name wherever they happen and before anything else does, for as long as the component stands.
#[hook]
pub(crate) fn use_document_event(name: &'static str, callback: Callback<Event>) {
    use_effect_with(callback, move |callback| {
        let callback = callback.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event| callback.emit(event));
        let document = web_sys::window().and_then(|window| window.document());
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        options.set_capture(true);
        if let Some(document) = &document {
            let function = listener.as_ref().unchecked_ref();
            if let Err(error) = document
                .add_event_listener_with_callback_and_add_event_listener_options(name, function, &options)
            {
                web_sys::console::error_1(&error);
            }
        }
        move || {
            let function = listener.as_ref().unchecked_ref();
            let removed = document
                .map(|document| document.remove_event_listener_with_callback_and_bool(name, function, true));
            if let Some(Err(error)) = removed {
                web_sys::console::error_1(&error);
            }
        }
    });
}

/// The field of one line that the event comes from, if it comes from one.
pub(crate) fn line(event: &Event) -> Option<HtmlInputElement> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    (!matches!(input.type_().as_str(), "checkbox" | "radio" | "range" | "file")).then_some(input)
}

/// True if the event comes from something that takes keys itself.
pub(crate) fn is_in_field(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_field =
        element.is_some_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT"));
    is_field || line(event).is_some()
}
