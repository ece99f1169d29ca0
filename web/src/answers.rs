//! Who it is, until when it holds, and whether key, path and names do, before anyone asks for details.

use certlens::report::document::{CertificateDocument, InspectionDocument, PathDocument};
use certlens::rule::{Outcome, RuleKind, Severity};
use yew::prelude::*;

use crate::badge;
use crate::card::{keys_of, link};
use crate::catalogue::to_rule;
use crate::copy::Copy;
use crate::finding::selection;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::severity;
use crate::state::{Action, Tab};
use crate::words::words;

/// Most certificates that are answered for; the others are in the inventory.
const MOST: usize = 4;
/// Most names of one that are given.
const MOST_NAMES: usize = 3;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Answers(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let more = document.paths.len().saturating_sub(MOST);
    let open = page.on(|page, _: MouseEvent| page.act(Action::Open(Tab::Inventory)));
    html! {
        <>
            if !document.paths.is_empty() {
                <ul class="answers" aria-label="Certificates that a peer is shown">
                    { for document.paths.iter().take(MOST).filter_map(|path| answer(page, document, path)) }
                </ul>
            }
            if more > 0 {
                <p class="absent">{ format!("{more} more in the ") }<button type="button" class="link" onclick={open}>{ "inventory" }</button></p>
            }
            { first_to_fix(page, document) }
        </>
    }
}

fn answer(page: &Page, document: &InspectionDocument, path: &PathDocument) -> Option<Html> {
    let certificate = document.objects.get(path.target)?.certificate.as_ref()?;
    Some(html! {
        <li class="answer" key={path.target}>
            <p class="who">
                { link(page, document, path.target) }
                <span class="badge kind">{ badge::role(certificate.role) }</span>
                { until(certificate, path) }
            </p>
            <dl class="checked">
                { key(page, document, path.target) }
                { chain(path) }
                { names(certificate) }
            </dl>
        </li>
    })
}

/// The effective expiry: when the first certificate of the path expires.
fn until(certificate: &CertificateDocument, path: &PathDocument) -> Html {
    let until = path.window.as_ref().map_or(&certificate.validity, |window| &window.words);
    html! { <span class="until"><Drawn icon={Icon::Clock} />{ words(until) }</span> }
}

fn line(label: &'static str, class: &'static str, icon: Icon, value: Html) -> Html {
    html! { <div><dt>{ label }</dt><dd class={classes!("state", class)}><Drawn {icon} /><span>{ value }</span></dd></div> }
}

fn key(page: &Page, document: &InspectionDocument, id: usize) -> Html {
    match keys_of(document, id).first() {
        Some(key) => {
            line("Key", "pass", Icon::Pass, html! { <>{ "matches " }{ link(page, document, *key) }</> })
        }
        None => line("Key", "undetermined", Icon::Undetermined, html! { "no private key found for it" }),
    }
}

fn chain(path: &PathDocument) -> Html {
    let (class, icon, word) = severity::of_verdict(path.verdict);
    line("Chain", class, icon, html! { { word } })
}

fn names(certificate: &CertificateDocument) -> Html {
    let names = &certificate.subject_alternative_names;
    if names.is_empty() {
        return line("Names", "undetermined", Icon::Notice, html! { "none" });
    }
    let first = names.iter().take(MOST_NAMES).map(|name| html! { <code>{ name }</code> });
    let more = names.len().saturating_sub(MOST_NAMES);
    let value = html! { <>{ for first }if more > 0 { { format!("and {more} more") } }</> };
    line("Names", "undetermined", Icon::Notice, value)
}

/// The gravest finding, and what cures it.
fn first_to_fix(page: &Page, document: &InspectionDocument) -> Html {
    let first = document
        .findings
        .iter()
        .find(|finding| finding.outcome == Outcome::Fail && finding.severity != Severity::Notice);
    let Some(finding) = first else { return Html::default() };
    let (class, icon, word) = severity::of(finding);
    let remedy = certlens::rule(&finding.code).map(|rule| rule.remedy);
    // Most messages end in it.
    let said = remedy.is_some_and(|remedy| finding.message.contains(remedy));
    // A requirement is titled by what must hold.
    let lead =
        if finding.kind == RuleKind::Requirement { "First to fix, required: " } else { "First to fix: " };
    let chosen = selection(finding);
    let show = page.on(move |page, _: MouseEvent| {
        if let Some(chosen) = chosen {
            page.act(Action::Show(chosen));
            page.select(chosen);
        }
    });
    html! {
        <section class={classes!("finding", "first", class)} aria-labelledby="first-title">
            <h2 id="first-title" class="finding-head">
                <span class="severity"><Drawn {icon} />{ word }</span>
                <span class="finding-title">{ lead }{ words(&finding.title) }</span>
                { to_rule(&finding.code) }
            </h2>
            <p class="place">{ words(&finding.message) }</p>
            if let Some(remedy) = remedy {
                if !said {
                    <p class="remedy">{ words(remedy) }</p>
                }
                <p class="actions">
                    <Copy page={page.clone()} what={format!("the remedy of {}", finding.code)} label="Copy the fix" text={remedy} />
                    if chosen.is_some() {
                        <button type="button" class="link" onclick={show}>{ "Show where" }</button>
                    }
                </p>
            }
        </section>
    }
}
