//! The first sentence, the validation time, and how far the inspection is.

use certlens::time::Timestamp;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icon::{Drawn, Icon};
use crate::page::{Page, now};
use crate::state::{Action, Change};
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
        let failed = |severity: &str| findings.iter().any(|f| f.outcome == "fail" && f.severity == severity);
        let has_path = |verdict: &str| inspected.document.paths.iter().any(|path| path.verdict == verdict);
        let is_undecided = has_path("undetermined") || findings.iter().any(|f| f.outcome == "undetermined");
        match (has_path("reject") || failed("error"), failed("warning"), is_undecided) {
            (true, ..) => ("error", Icon::Fail, "Needs attention"),
            (false, true, _) => ("warning", Icon::Warning, "Warnings"),
            (false, false, true) => ("undetermined", Icon::Undetermined, "Not all could be decided"),
            (false, false, false) => ("pass", Icon::Pass, "Nothing found wrong"),
        }
    });
    let sentence = state.inspected.as_ref().map(|inspected| inspected.document.summary.clone());
    html! {
        <section class="summary" aria-label="Summary">
            <div class="verdict" role="status" aria-live="polite">
                if let Some((class, icon, word)) = gravest {
                    <span class={classes!("badge", "big", class)}><Drawn {icon} />{ word }</span>
                }
                <p>{ sentence.as_deref().map(words) }</p>
            </div>
            if state.is_pending() {
                <p class="progress"><progress aria-label="Inspecting"></progress>{ "Inspecting …" }</p>
            }
            { clock(page) }
        </section>
    }
}

/// The time at which everything is judged, in UTC.
fn clock(page: &Page) -> Html {
    let value = Timestamp(page.state.time).to_string().replace('Z', "");
    let onchange = page.on(|page, event: Event| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        let seconds = if value.matches(':').count() == 1 { ":00" } else { "" };
        if let Ok(time) = format!("{value}{seconds}Z").parse::<Timestamp>() {
            page.act(Action::Change(Change::SetTime(time.0)));
        }
    });
    let onclick = page.on(|page, _: MouseEvent| page.act(Action::Change(Change::SetTime(now()))));
    html! {
        <p class="clock">
            <label for="time"><Drawn icon={Icon::Clock} />{ "Judged at" }</label>
            <input id="time" type="datetime-local" step="1" {value} {onchange} />
            <span>{ "UTC" }</span>
            <button type="button" class="link" {onclick}>{ "Now" }</button>
        </p>
    }
}
