//! Something done later, unless it is thought better of.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// What was to be done is not done once this is dropped.
pub(crate) struct Timer(Rc<Cell<bool>>);

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

pub(crate) fn after(milliseconds: i32, action: impl FnOnce() + 'static) -> Option<Timer> {
    let timer = Timer(Rc::new(Cell::new(true)));
    let is_wanted = timer.0.clone();
    let function = Closure::once_into_js(move || {
        if is_wanted.get() {
            action();
        }
    });
    let window = web_sys::window()?;
    window
        .set_timeout_with_callback_and_timeout_and_arguments_0(function.unchecked_ref(), milliseconds)
        .ok()?;
    Some(timer)
}
