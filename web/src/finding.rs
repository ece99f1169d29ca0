//! Findings, those of one rule together.

use std::collections::HashMap;

use certlens::report::check::GO_PROGRAM;
use certlens::report::document::FindingDocument;
use certlens::rule::RuleKind;
use certlens::span::ByteRange;
use yew::prelude::*;

use crate::catalogue::to_rule;
use crate::copy::Copy;
use crate::icon::Drawn;
use crate::page::Page;
use crate::severity;
use crate::state::Selection;
use crate::words::words;

/// Findings of one rule that are shown at first.
const FIRST: usize = 5;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    /// Numbers of the findings of one rule.
    pub(crate) findings: Vec<usize>,
}

/// What one rule found.
#[component]
pub(crate) fn Findings(Props { page, findings }: &Props) -> Html {
    let all = use_state_eq(|| false);
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let all_of_them = &inspected.document.findings;
    let Some(first) = findings.first().and_then(|at| all_of_them.get(*at)) else { return Html::default() };
    let (class, icon, word) = severity::of(first);
    let shown = if *all { findings.len() } else { FIRST };
    let more = findings.len().saturating_sub(shown);
    let onclick = { Callback::from(move |_: MouseEvent| all.set(true)) };
    html! {
        <li class={classes!("finding", class)}>
            <p class="finding-head">
                <span class="severity"><Drawn {icon} />{ word }</span>
                <span class="finding-title">{ if first.kind == RuleKind::Requirement { "Required: " } else { "" } }{ words(&first.title) }</span>
                if findings.len() > 1 {
                    <span class="count">{ format!("{} times", findings.len()) }</span>
                }
                { to_rule(&first.code) }
            </p>
            <ul>
                { for findings.iter().take(shown).filter_map(|at| all_of_them.get(*at)).map(|finding| place(page, finding)) }
            </ul>
            if more > 0 {
                <button type="button" class="link" {onclick}>{ format!("Show {more} more") }</button>
            }
            if let Some(check) = &first.check {
                <details class="check">
                    <summary>{ "Check it with other programs" }</summary>
                    <p><code>{ check }</code><Copy page={page.clone()} what="the command" text={check.clone()} /></p>
                    if check.contains("load.go") {
                        <p>{ "load.go is " }<Copy page={page.clone()} what="load.go" label="this program" text={GO_PROGRAM} /></p>
                    }
                </details>
            }
        </li>
    }
}

fn place(page: &Page, finding: &FindingDocument) -> Html {
    let selection = selection(finding);
    let is_chosen = page.state.selection.is_some() && page.state.selection == selection;
    let onclick = page.on(move |page, _: MouseEvent| {
        if let Some(selection) = selection {
            page.select(selection);
        }
    });
    match selection {
        Some(_) => html! {
            <li><button type="button" class="place" aria-pressed={is_chosen.to_string()} {onclick}>{ words(&finding.message) }</button></li>
        },
        None => html! { <li><p class="place">{ words(&finding.message) }</p></li> },
    }
}

/// What a finding is about; nothing if it is about the input as a whole.
pub(crate) fn selection(finding: &FindingDocument) -> Option<Selection> {
    let bytes = finding.start.zip(finding.end).map(|(start, end)| ByteRange::new(start, end));
    (finding.object.is_some() || finding.text.is_some()).then_some(Selection {
        object: finding.object,
        bytes,
        text: finding.text,
    })
}

/// The numbers of the findings that say something and are `wanted`, by rule, in the order in which the first of each comes.
pub(crate) fn by_rule(
    findings: &[FindingDocument],
    wanted: impl Fn(&FindingDocument) -> bool,
) -> Vec<Vec<usize>> {
    let mut rules: Vec<Vec<usize>> = Vec::new();
    let mut known = HashMap::new();
    for (number, finding) in findings.iter().enumerate() {
        if !finding.is_shown() || !wanted(finding) {
            continue;
        }
        let at = *known.entry((finding.code.as_str(), finding.outcome)).or_insert_with(|| {
            rules.push(Vec::new());
            rules.len() - 1
        });
        if let Some(rule) = rules.get_mut(at) {
            rule.push(number);
        }
    }
    rules
}
