//! The errors of TLS stacks in the paste: what each means, and what may be behind it.

use certlens::report::errors::{CauseDocument, ErrorDocument};
use yew::prelude::*;

use crate::card::sentence;
use crate::catalogue::to_rule;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::state::Selection;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

/// Possible causes that are shown at first.
const FIRST: usize = 4;

#[component]
pub(crate) fn Errors(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let errors = &inspected.document.errors;
    if errors.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-labelledby="errors-title">
            <header class="section-head">
                <h2 id="errors-title">{ "Error lines" }</h2>
                <span class="count">{ errors.len() }</span>
            </header>
            { for errors.iter().map(|error| card(page, error)) }
        </section>
    }
}

fn card(page: &Page, error: &ErrorDocument) -> Html {
    let selection = Selection { object: None, bytes: None, text: Some(error.span) };
    let is_chosen = page.state.selection == Some(selection);
    let onclick = page.on(move |page, _: MouseEvent| page.select(selection));
    let here = error.causes.iter().filter(|cause| cause.exhibited).count();
    let (first, more) = error.causes.split_at_checked(here.max(FIRST)).unwrap_or((&error.causes, &[]));
    html! {
        <article class="card error-line">
            <button type="button" class="place" aria-pressed={is_chosen.to_string()} {onclick}>
                <code>{ &error.text }</code>{ error.times() }
            </button>
            <p>{ words(&error.meaning) }{ " " }{ words(&error.place) }</p>
            <ul class="findings">{ for first.iter().map(|cause| possible(error, cause)) }</ul>
            if !more.is_empty() {
                <details>
                    <summary>{ format!("{} more that are possible", more.len()) }</summary>
                    <ul class="findings">{ for more.iter().map(|cause| possible(error, cause)) }</ul>
                </details>
            }
        </article>
    }
}

fn possible(error: &ErrorDocument, cause: &CauseDocument) -> Html {
    let (class, icon) =
        if cause.exhibited { ("error", Icon::Fail) } else { ("undetermined", Icon::Undetermined) };
    html! {
        <li class={classes!("finding", class)}>
            <p class="finding-head">
                <span class="severity"><Drawn {icon} />{ sentence(error.how(cause)) }</span>
                <span class="finding-title">{ "Required: " }{ &cause.title }</span>
                { to_rule(&cause.code) }
            </p>
            <p class="place">{ words(&cause.message) }</p>
        </li>
    }
}
