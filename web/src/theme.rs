//! Light or dark: as the system has it, unless someone chose.

use web_sys::Element;
use yew::prelude::*;

use crate::icon::{Drawn, Icon};
use crate::stored;

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
    let theme = use_state_eq(chosen);
    use_effect_with(*theme, |theme| apply(*theme));
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            let next = theme.next();
            stored::set(KEY, (next != Theme::System).then_some(next.name()));
            theme.set(next);
        })
    };
    html! {
        <button type="button" class="button quiet" {onclick} aria-label={format!("Theme: {}", theme.name())}>
            <Drawn icon={Icon::Theme} /><span>{ theme.name() }</span>
        </button>
    }
}

fn chosen() -> Theme {
    match stored::get(KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn apply(theme: Theme) {
    let root: Option<Element> = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(Err(error)) = root.map(|root| root.set_attribute("data-theme", theme.name())) {
        web_sys::console::error_1(&error);
    }
}
