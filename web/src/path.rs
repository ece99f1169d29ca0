//! A certification path: its picture, and a ladder of each certificate with what was checked of it.

mod picture;

use certlens::path::Role;
use certlens::report::document::{FindingDocument, OtherPathDocument, PathDocument, StepDocument};
use certlens::rule::{Outcome, Verdict};
use yew::prelude::*;

use crate::card::link;
use crate::finding::selection;
use crate::icon::Drawn;
use crate::page::Page;
use crate::severity;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) path: PathDocument,
    pub(crate) generation: u32,
}

#[component]
pub(crate) fn Path(Props { page, path, generation: _ }: &Props) -> Html {
    let (class, icon, word) = severity::of_verdict(path.verdict);
    let is_open = path.verdict != Verdict::Accept;
    html! {
        <details class="path" open={is_open}>
            <summary>
                <span class={classes!("badge", class)}><Drawn {icon} />{ word }</span>
                { " " }{ words(&path.summary) }
            </summary>
            <div class="path-body">
                if let Some(inspected) = &page.state.inspected {
                    { picture::picture(&inspected.document, path) }
                }
                <ol class="ladder">
                    { for path.steps.iter().map(|step| rung(page, step)) }
                </ol>
            </div>
            if !path.others.is_empty() {
                <h4>{ "Other paths that were tried" }</h4>
                <ul class="others">{ for path.others.iter().map(|other| one_more(page, other)) }</ul>
            }
        </details>
    }
}

fn rung(page: &Page, step: &StepDocument) -> Html {
    let inspected = page.state.inspected.clone();
    let (broken, held): (Vec<&FindingDocument>, Vec<&FindingDocument>) = step
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::NotApplicable)
        .partition(|finding| finding.outcome != Outcome::Pass);
    let class =
        if broken.iter().any(|finding| finding.outcome == Outcome::Fail) { "is-broken" } else { "is-whole" };
    html! {
        <li class={classes!("rung", class)}>
            <p class="rung-head">
                <span class="badge kind">{ role(step.role) }</span>
                { " " }
                if let Some(inspected) = inspected {
                    { link(page, &inspected.document, step.certificate) }
                }
            </p>
            <ul class="checks">
                { for broken.iter().map(|finding| check(page, finding)) }
            </ul>
            if !held.is_empty() {
                <details class="held">
                    <summary>{ format!("{} checks hold", held.len()) }</summary>
                    <ul class="checks">{ for held.iter().map(|finding| check(page, finding)) }</ul>
                </details>
            }
        </li>
    }
}

fn one_more(page: &Page, other: &OtherPathDocument) -> Html {
    let (class, icon, word) = severity::of_verdict(other.verdict);
    let inspected = page.state.inspected.clone();
    let document = inspected.as_ref().map(|inspected| &inspected.document);
    html! {
        <li>
            <span class={classes!("badge", class)}><Drawn {icon} />{ word }</span>
            <ol class="way">{ for other.certificates.iter().map(|id| html! {
                <li>{ document.map(|document| link(page, document, *id)) }</li>
            }) }</ol>
            if let Some(reason) = &other.reason {
                <ul class="checks">{ check(page, reason) }</ul>
            }
        </li>
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::TrustAnchor => "Trust anchor",
        Role::Intermediate => "Intermediate",
        Role::EndEntity => "End entity",
    }
}

fn check(page: &Page, finding: &FindingDocument) -> Html {
    let (class, icon, word) = severity::of(finding);
    let selection = selection(finding);
    let onclick = page.on(move |page, _: MouseEvent| {
        if let Some(selection) = selection {
            page.select(selection);
        }
    });
    html! {
        <li class={class}>
            <span class="severity"><Drawn {icon} />{ word }</span>
            <button type="button" class="place" {onclick}>{ words(&finding.message) }</button>
        </li>
    }
}
