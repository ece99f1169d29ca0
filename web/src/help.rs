//! The keys that do something.

use yew::prelude::*;

const KEYS: [(&str, &str); 9] = [
    ("Ctrl V", "Paste, wherever the focus is"),
    ("/", "Go to the box"),
    ("1 to 7", "Choose a view"),
    ("j and k", "Next and previous object"),
    ("c", "Copy the field that is chosen; of an object, its fingerprint"),
    ("y", "Copy the report as Markdown"),
    ("Ctrl Z", "Undo in the box, also what was cleared"),
    ("Esc", "Leave a field; outside of one, clear and wipe"),
    ("?", "Show or hide this list"),
];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_close: Callback<MouseEvent>,
}

#[component]
pub(crate) fn Help(Props { on_close }: &Props) -> Html {
    html! {
        <section class="help card" aria-labelledby="help-title">
            <header class="section-head">
                <h2 id="help-title">{ "Shortcuts" }</h2>
                <button type="button" class="button" onclick={on_close.clone()}>{ "Close" }</button>
            </header>
            <dl class="facts">
                { for KEYS.iter().map(|(key, what)| html! { <div class="fact"><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div> }) }
            </dl>
        </section>
    }
}
