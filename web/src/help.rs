//! The keys that do something.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::focus;
use crate::page::Page;
use crate::shortcut;
use crate::state::Action;

const KEYS: [(&str, &str); 9] = [
    ("Ctrl V", "Paste, wherever the focus is"),
    ("/", "Go to the box"),
    ("1 to 7", "Choose a view"),
    ("j and k", "Next and previous object"),
    ("c", "Copy the field that is chosen; of an object, its fingerprint"),
    ("y", "Copy the report as its view has it; at first Markdown"),
    ("Ctrl Z", "Undo in the box, also what was cleared"),
    ("Esc", "Close this list, leave a field, close what is open, choose nothing: one at a time"),
    ("?", "Show or hide this list"),
];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Help(Props { page }: &Props) -> Html {
    let singles = use_state_eq(shortcut::hears_singles);
    use_effect_with((), |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let before = document.and_then(|document| document.active_element());
        focus::on(".help .button");
        move || give_back(before)
    });
    let on_close = page.on(|page, _: MouseEvent| page.act(Action::Help));
    let on_singles = {
        let singles = singles.clone();
        Callback::from(move |event: Event| {
            let hears = event.target_unchecked_into::<HtmlInputElement>().checked();
            shortcut::hear_singles(hears);
            singles.set(hears);
        })
    };
    html! {
        <section class="help card" aria-labelledby="help-title">
            <header class="section-head">
                <h2 id="help-title">{ "Shortcuts" }</h2>
                <button type="button" class="button" onclick={on_close}>{ "Close" }</button>
            </header>
            <dl class="facts">
                { for KEYS.iter().map(|(key, what)| html! { <div class="fact"><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div> }) }
            </dl>
            <label><input type="checkbox" checked={*singles} onchange={on_singles} />{ "Hear the single keys; Esc and those with Ctrl are always heard" }</label>
        </section>
    }
}

/// The focus goes back to where it was, or to what shows the list.
fn give_back(before: Option<Element>) {
    let before = before.filter(|element| element.is_connected() && element.tag_name() != "BODY");
    match before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        None => drop(focus::on("#shortcuts")),
        Some(element) => {
            if let Err(error) = element.focus() {
                web_sys::console::error_1(&error);
            }
        }
    }
}
