//! The views of what was found, and the keys that lead to them.

use yew::prelude::*;

use crate::focus;
use crate::inventory::Inventory;
use crate::page::Page;
use crate::result::{Chosen, Results};
use crate::sight;
use crate::state::{Action, Tab};
use crate::view::names::Names;
use crate::view::pair::PairView;
use crate::view::pins::PinsView;
use crate::view::report::ReportView;
use crate::view::timeline::Timeline;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Tabs(Props { page }: &Props) -> Html {
    let open = page.state.tab;
    let onkeydown = page.on(move |page, event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let at = Tab::ALL.iter().position(|tab| *tab == open).unwrap_or_default();
        if let Some(next) = Tab::ALL.get((at + step) % Tab::ALL.len()) {
            page.act(Action::Open(*next));
            focus::on(&format!("#{}", id(*next)));
        }
    });
    let panel = match open {
        Tab::Inspect => html! { <Results page={page.clone()} /> },
        Tab::Pair => html! { <PairView page={page.clone()} /> },
        Tab::Names => html! { <Names page={page.clone()} /> },
        Tab::Pins => html! { <PinsView page={page.clone()} /> },
        Tab::Timeline => html! { <Timeline page={page.clone()} /> },
        Tab::Inventory => html! { <><Inventory page={page.clone()} /><Chosen page={page.clone()} /></> },
        Tab::Report => html! { <ReportView page={page.clone()} /> },
    };
    html! {
        <>
            <div class="tabs" role="tablist" aria-label="Views" {onkeydown}>
                { for Tab::ALL.iter().enumerate().map(|(at, tab)| one(page, at, *tab)) }
            </div>
            <div id="panel" class="panel" role="tabpanel" aria-labelledby={id(open)}>{ panel }</div>
        </>
    }
}

fn one(page: &Page, at: usize, tab: Tab) -> Html {
    let is_open = page.state.tab == tab;
    let onclick = page.on(move |page, _: MouseEvent| page.act(Action::Open(tab)));
    html! {
        <button
            type="button"
            role="tab"
            id={id(tab)}
            aria-selected={is_open.to_string()}
            aria-controls="panel"
            aria-keyshortcuts={(at + 1).to_string()}
            tabindex={if is_open { "0" } else { "-1" }}
            {onclick}
        >{ tab.name() }</button>
    }
}

fn id(tab: Tab) -> String {
    format!("tab-{}", tab.name().to_lowercase())
}

/// Opens a view from elsewhere on the page, and brings it into sight.
pub(crate) fn show(page: &Page, tab: Tab) {
    page.act(Action::Open(tab));
    let tab = format!("#{}", id(tab));
    focus::on(&tab);
    sight::bring(&tab);
}
