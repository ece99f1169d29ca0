//! Something done later, unless it is thought better of.

use wasm_bindgen::prelude::Closure;

/// A timer that is stopped when it is dropped.
pub(crate) struct Timer {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

pub(crate) fn after(milliseconds: i32, action: impl FnOnce() + 'static) -> Option<Timer> {
    let closure = Closure::once(action);
    let function = wasm_bindgen::JsCast::unchecked_ref(closure.as_ref());
    let id = web_sys::window()?
        .set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds)
        .ok()?;
    Some(Timer { id, _closure: closure })
}
