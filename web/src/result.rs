//! What came of the inspection, in the order in which a reviewer asks.

use certlens::pin_match::PinVerdict;
use certlens::report::document::DigestDocument;
use yew::prelude::*;

use crate::card::Card;
use crate::configuration::Configuration;
use crate::error::Errors;
use crate::finding::{Findings, by_rule};
use crate::icon::{Drawn, Icon};
use crate::inventory::Inventory;
use crate::manifest::Manifest;
use crate::page::Page;
use crate::state::Inspected;
use crate::words::words;

/// Most objects of which each has its card. Of more there is a list, and a card of the one that is chosen.
const MOST_CARDS: usize = 12;
/// Most Kubernetes objects shown with their entries.
const MOST_MANIFESTS: usize = 8;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Results(Props { page }: &Props) -> Html {
    use_effect_with(page.state.shown, {
        let object = page.state.selection.and_then(|selection| selection.object);
        move |_| bring_into_sight(object)
    });
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let findings = by_rule(&document.findings, |_| true);
    let is_stale = page.state.is_pending();
    let manifests = 0..document.manifests.len().min(MOST_MANIFESTS);
    html! {
        <div class={classes!("results", is_stale.then_some("is-stale"))}>
            <Errors page={page.clone()} />
            if !findings.is_empty() {
                <section aria-labelledby="findings-title">
                    <header class="section-head">
                        <h2 id="findings-title">{ "Findings" }</h2>
                        <span class="count">{ findings.iter().map(Vec::len).sum::<usize>() }</span>
                    </header>
                    <ul class="findings">
                        { for findings.into_iter().map(|findings| html! { <Findings page={page.clone()} {findings} /> }) }
                    </ul>
                </section>
            }
            if !document.digests.is_empty() {
                <section aria-labelledby="digests-title">
                    <header class="section-head"><h2 id="digests-title">{ "Pasted digests" }</h2></header>
                    <ul class="findings">{ for document.digests.iter().map(digest) }</ul>
                </section>
            }
            { objects(page, &inspected) }
            if !document.manifests.is_empty() {
                <section aria-labelledby="manifests-title">
                    <header class="section-head">
                        <h2 id="manifests-title">{ "Kubernetes objects" }</h2>
                        <span class="count">{ document.manifests.len() }</span>
                    </header>
                    { for manifests.map(|number| html! { <Manifest key={number} page={page.clone()} {number} /> }) }
                    if document.manifests.len() > MOST_MANIFESTS {
                        <p class="absent">{ format!("{} more. Filter the list of objects by the name of a Secret to find what is in it.", document.manifests.len() - MOST_MANIFESTS) }</p>
                    }
                </section>
            }
            <Configuration page={page.clone()} />
        </div>
    }
}

/// What a digest on a line of its own is of: it stands in for a key that is not to be pasted.
fn digest(digest: &DigestDocument) -> Html {
    let (class, icon) = match digest.found.verdict {
        PinVerdict::Matches => ("pass", Icon::Pass),
        PinVerdict::Mistaken => ("warning", Icon::Warning),
        PinVerdict::Unmatched => ("undetermined", Icon::Undetermined),
    };
    html! {
        <li class="card digest-found">
            <p><span class={classes!("badge", class)}><Drawn {icon} />{ digest.found.verdict.name() }</span>{ " " }<code class="digest">{ &digest.found.pin }</code></p>
            { for digest.found.messages.iter().map(|message| html! { <p>{ words(message) }</p> }) }
        </li>
    }
}

fn objects(page: &Page, inspected: &Inspected) -> Html {
    let objects = &inspected.document.objects;
    if objects.is_empty() {
        return Html::default();
    }
    if objects.len() > MOST_CARDS {
        return html! { <><Inventory page={page.clone()} /><Chosen page={page.clone()} /></> };
    }
    html! {
        <section aria-labelledby="objects-title">
            <header class="section-head">
                <h2 id="objects-title">{ "Objects" }</h2>
                <span class="count">{ objects.len() }</span>
            </header>
            { for objects.iter().map(|object| html! { <Card key={object.id} page={page.clone()} object={object.id} /> }) }
        </section>
    }
}

/// The card of the object that is chosen, or of the first.
#[component]
pub(crate) fn Chosen(Props { page }: &Props) -> Html {
    let chosen = page.state.selection.and_then(|selection| selection.object).unwrap_or_default();
    html! { <Card key={chosen} page={page.clone()} object={chosen} /> }
}

fn bring_into_sight(object: Option<usize>) {
    let document = web_sys::window().and_then(|window| window.document());
    let card = object.and_then(|object| document?.get_element_by_id(&format!("object-{object}")));
    if let Some(card) = card {
        card.scroll_into_view();
    }
}
