//! Every object in one list that can be searched and filtered, of which only the rows in sight are drawn.

pub(crate) mod filter;

use std::collections::HashMap;
use std::ops::Range;

use certlens::inventory::ObjectKind;
use certlens::report::document::{InspectionDocument, ObjectDocument};
use certlens::rule::Outcome;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::badge;
use crate::page::Page;
use crate::pane::Pane;
use filter::{Filter, State};

/// The height of a row in pixels, as `styles/inventory.css` has it.
const ROW: usize = 44;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Inventory(Props { page }: &Props) -> Html {
    let filter = page.state.wanted.filter.clone();
    let inspected = page.state.inspected.clone();
    let answer = inspected.as_ref().map(|inspected| inspected.generation);
    let counts = {
        let inspected = inspected.clone();
        use_memo(answer, move |_| inspected.map(|inspected| counts(&inspected.document)).unwrap_or_default())
    };
    let shown = {
        let (inspected, counts) = (inspected.clone(), counts.clone());
        use_memo((answer, filter.clone()), move |(_, filter)| {
            inspected.map(|inspected| filter.apply(&inspected.document, &counts)).unwrap_or_default()
        })
    };
    let Some(inspected) = inspected else { return Html::default() };
    let chosen = page.state.selection.and_then(|selection| selection.object);
    let sought = chosen.and_then(|chosen| shown.iter().position(|id| *id == chosen));
    let whole = inspected.document.objects.len();
    let draw = {
        let (page, shown) = (page.clone(), shown.clone());
        Callback::from(move |rows: Range<usize>| {
            let ids = shown.get(rows.start..rows.end.min(shown.len())).unwrap_or_default();
            let objects = ids.iter().filter_map(|id| inspected.document.objects.get(*id));
            html! { <ul>{ for objects.map(|object| row(&page, object, counts.get(&object.id).copied().unwrap_or(0), chosen)) }</ul> }
        })
    };
    html! {
        <section class="inventory" aria-labelledby="inventory-title">
            <header class="section-head">
                <h2 id="inventory-title">{ "Objects" }</h2>
                { controls(page, &filter) }
                <span class="count" role="status">{ format!("{} of {whole}", shown.len()) }</span>
            </header>
            if shown.is_empty() {
                <p class="absent">{ "Nothing here is like that. Take a filter away." }</p>
            }
            <Pane class="objects" label="List of objects" rows={shown.len()} height={ROW} {sought} {draw} />
        </section>
    }
}

fn controls(page: &Page, filter: &Filter) -> Html {
    let oninput = page.on(|page, event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        page.want(|wanted| wanted.filter.text = text);
    });
    let on_kind = page.on(|page, event: Event| {
        let kind = ObjectKind::named(&event.target_unchecked_into::<HtmlSelectElement>().value());
        page.want(|wanted| wanted.filter.kind = kind);
    });
    let on_state = page.on(|page, event: Event| {
        let state = State::named(&event.target_unchecked_into::<HtmlSelectElement>().value());
        page.want(|wanted| wanted.filter.state = state);
    });
    let kind = |kind: Option<ObjectKind>| {
        let label = kind.map_or("Every kind", badge::kind);
        html! { <option value={kind.map_or("", ObjectKind::name)} selected={filter.kind == kind}>{ label }</option> }
    };
    let state = |state: &State| {
        html! { <option value={state.name()} selected={filter.state == *state}>{ state.name() }</option> }
    };
    html! {
        <>
            <label class="filter">
                <span class="hidden">{ "Filter the objects" }</span>
                <input type="search" id="filter" placeholder="Filter by name, issuer, key or place" value={filter.text.clone()} {oninput} />
            </label>
            <label class="select">
                <span class="hidden">{ "Kind" }</span>
                <select id="kind" onchange={on_kind}>
                    { kind(None) }
                    { for ObjectKind::ALL.into_iter().map(|one| kind(Some(one))) }
                </select>
            </label>
            <label class="select">
                <span class="hidden">{ "State" }</span>
                <select id="state" onchange={on_state}>
                    { for State::ALL.iter().map(state) }
                </select>
            </label>
        </>
    }
}

/// How many findings each object has that something is to be done about.
fn counts(document: &InspectionDocument) -> HashMap<usize, usize> {
    let mut counts = HashMap::new();
    for finding in document.findings.iter().filter(|finding| finding.outcome == Outcome::Fail) {
        if let Some(object) = finding.object {
            *counts.entry(object).or_insert(0) += 1;
        }
    }
    counts
}

fn row(page: &Page, object: &ObjectDocument, findings: usize, chosen: Option<usize>) -> Html {
    let id = object.id;
    let onclick = page.on(move |page, _: MouseEvent| page.show(id));
    let is_chosen = chosen == Some(id);
    let certificate = object.certificate.as_ref();
    let place = object.origins.first().map(|origin| origin.path.clone());
    html! {
        <li key={id}>
            <button type="button" class={classes!("line", is_chosen.then_some("is-chosen"))} aria-pressed={is_chosen.to_string()} {onclick}>
                <span class="number">{ format!("#{id}") }</span>
                <span class="badge kind">{ certificate.map_or_else(|| badge::kind(object.kind), |c| badge::role(c.role)) }</span>
                <span class="name">{ certificate.map_or(&object.title, |c| &c.name) }<small>{ place }</small></span>
                if findings > 0 {
                    <span class="badge error">{ findings }<span class="wide">{ " to look at" }</span></span>
                }
                if let Some(certificate) = certificate {
                    { badge::validity(certificate) }
                }
            </button>
        </li>
    }
}
