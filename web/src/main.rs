//! The page and its worker: one wasm in two roles, told apart by the global they wake up in.

mod answers;
mod app;
mod badge;
mod bytes;
mod card;
mod catalogue;
mod choice;
mod clock;
mod configuration;
mod copy;
mod drop_zone;
mod editor;
mod error;
mod example;
mod fact;
mod files;
mod finding;
mod fix;
mod focus;
mod help;
mod history;
mod icon;
mod inventory;
mod key_help;
mod link;
mod listen;
mod manifest;
mod mark;
mod mask;
mod message;
mod notice;
mod offset;
mod page;
mod pairing;
mod pane;
mod path;
mod proof;
mod result;
mod said;
mod severity;
mod shell;
mod shortcut;
mod sight;
mod state;
mod stored;
mod summary;
mod tabs;
mod theme;
mod timer;
mod tree;
mod update;
mod usages;
mod view;
mod wanted;
mod welcome;
mod words;
mod worker;

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    match js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        Ok(scope) => worker::serve(scope),
        Err(_) => {
            let shell = shell::Shell::take();
            yew::Renderer::<app::App>::with_props(app::Props { shell }).render();
        }
    }
}
