//! Copying, and saying what was copied.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::state::{Action, Notice};

#[wasm_bindgen]
extern "C" {
    /// In `web/boot.js`: an old way stands in where the clipboard is out of reach.
    #[wasm_bindgen(js_name = copyText)]
    fn copy_text(text: &str);
}

/// Copies `text`; what is returned says that it is `what`.
pub(crate) fn copied(what: &AttrValue, text: &str) -> Action {
    copy_text(text);
    Action::Notify(Some(Notice::Copied(what.clone())))
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    /// What is copied, as the button and the confirmation name it.
    pub(crate) what: AttrValue,
    pub(crate) text: AttrValue,
    /// What stands on the button beside the icon.
    #[prop_or_default]
    pub(crate) label: AttrValue,
}

#[component]
pub(crate) fn Copy(Props { page, what, text, label }: &Props) -> Html {
    let onclick = {
        let (text, what) = (text.clone(), what.clone());
        page.on(move |page, _: MouseEvent| page.act(copied(&what, &text)))
    };
    let name = format!("Copy {what}");
    let hidden_name = label.is_empty().then(|| name.clone());
    html! {
        <button type="button" class="copy" {onclick} title={name} aria-label={hidden_name}>
            <Drawn icon={Icon::Copy} />
            if !label.is_empty() {
                <span>{ label }</span>
            }
        </button>
    }
}
