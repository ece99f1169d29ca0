//! What the browser keeps for the next visit: how the page looks and which keys it hears, and nothing of what was read.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub(crate) fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a value, or keeps none.
pub(crate) fn set(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let done = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
    if let Err(error) = done {
        web_sys::console::warn_1(&error);
    }
}
