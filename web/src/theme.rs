//! Light or dark: as the system has it, unless someone chose. It is the only thing ever stored.

use web_sys::{Element, Storage};
use yew::prelude::*;

use crate::icon::{Drawn, Icon};

const KEY: &str = "theme";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::System => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::System,
        }
    }
}

#[component]
pub(crate) fn ThemeSwitch() -> Html {
    let theme = use_state_eq(stored);
    use_effect_with(*theme, |theme| apply(*theme));
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            let next = theme.next();
            store(next);
            theme.set(next);
        })
    };
    html! {
        <button type="button" class="button quiet" {onclick} aria-label={format!("Theme: {}", theme.name())}>
            <Drawn icon={Icon::Theme} /><span>{ theme.name() }</span>
        </button>
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn stored() -> Theme {
    match storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn store(theme: Theme) {
    let Some(storage) = storage() else { return };
    let done =
        if theme == Theme::System { storage.remove_item(KEY) } else { storage.set_item(KEY, theme.name()) };
    if let Err(error) = done {
        web_sys::console::warn_1(&error);
    }
}

fn apply(theme: Theme) {
    let root: Option<Element> = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(Err(error)) = root.map(|root| root.set_attribute("data-theme", theme.name())) {
        web_sys::console::error_1(&error);
    }
}
