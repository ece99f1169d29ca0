//! The first sentence, the validation time, and how far the inspection is.

use certlens::inventory::ObjectKind;
use certlens::report::document::InspectionDocument;
use certlens::rule::{Outcome, Severity, Verdict};
use yew::prelude::*;

use crate::clock::Clock;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::said::Said;
use crate::words::words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Summary(Props { page }: &Props) -> Html {
    let state = &page.state;
    let gravest = state.inspected.as_ref().map(|inspected| {
        let findings = &inspected.document.findings;
        let failed = |severity: Severity| {
            findings.iter().any(|f| f.outcome == Outcome::Fail && f.severity == severity)
        };
        let has_path = |verdict: Verdict| inspected.document.paths.iter().any(|path| path.verdict == verdict);
        let is_undecided =
            has_path(Verdict::Undetermined) || findings.iter().any(|f| f.outcome == Outcome::Undetermined);
        match (has_path(Verdict::Reject) || failed(Severity::Error), failed(Severity::Warning), is_undecided)
        {
            (true, ..) => ("error", Icon::Fail, "Needs attention"),
            (false, true, _) => ("warning", Icon::Warning, "Warnings"),
            (false, false, true) => ("undetermined", Icon::Undetermined, "Not all could be decided"),
            (false, false, false) => unopposed(&inspected.document),
        }
    });
    let sentence: Option<AttrValue> =
        state.inspected.as_ref().map(|inspected| inspected.document.summary.clone().into());
    html! {
        <section class="summary" aria-label="Summary">
            <div class="verdict">
                if let Some((class, icon, word)) = gravest {
                    <span class={classes!("badge", "big", class)}><Drawn {icon} />{ word }</span>
                }
                <p>{ sentence.as_deref().map(words) }</p>
            </div>
            <Said text={sentence.unwrap_or_default()} />
            <Clock page={page.clone()} />
        </section>
    }
}

/// Nothing was found wrong, which says nothing where there was nothing to judge.
fn unopposed(document: &InspectionDocument) -> (&'static str, Icon, &'static str) {
    let is_opened = |kind: ObjectKind| !matches!(kind, ObjectKind::Container | ObjectKind::Unreadable);
    let word = if document.objects.iter().any(|object| is_opened(object.kind)) {
        return ("pass", Icon::Pass, "Nothing found wrong");
    } else if !document.objects.is_empty() {
        "Not opened"
    } else if document.manifests.is_empty() && document.configuration.is_empty() && document.errors.is_empty()
    {
        "Nothing read"
    } else {
        "Nothing to judge"
    };
    ("undetermined", Icon::Undetermined, word)
}
