//! When each certificate is valid, and where the validation time lies.

use certlens::report::document::{CertificateDocument, ObjectDocument};
use certlens::time::{DAY, Timestamp};
use yew::prelude::*;

use crate::badge::validity;
use crate::card::link;
use crate::page::Page;

/// Most certificates that are drawn: those that end first.
const MOST: usize = 100;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

struct Bar<'a> {
    object: &'a ObjectDocument,
    certificate: &'a CertificateDocument,
    begin: i64,
    end: i64,
}

#[component]
pub(crate) fn Timeline(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let mut bars: Vec<Bar<'_>> = document.objects.iter().filter_map(bar).collect();
    if bars.is_empty() {
        return html! { <p class="absent">{ "No certificate here has a validity that can be read." }</p> };
    }
    bars.sort_by_key(|bar| bar.end);
    let more = bars.len().saturating_sub(MOST);
    bars.truncate(MOST);
    let now = page.state.time;
    let first = bars.iter().map(|bar| bar.begin).min().unwrap_or(now).min(now) - DAY;
    let last = bars.iter().map(|bar| bar.end).max().unwrap_or(now).max(now) + DAY;
    let share = |time: i64| percent(time - first, last - first);
    html! {
        <section class="card" aria-labelledby="timeline-title">
            <h2 id="timeline-title">{ "Validity, the first to end first" }</h2>
            <ol class="timeline">
                { for bars.iter().map(|bar| html! {
                    <li>
                        <p class="card-head">{ link(page, document, bar.object.id) }{ " " }{ validity(bar.certificate) }</p>
                        <svg class="bar-chart" width="100%" height="20" role="img" aria-label={format!("Valid from {} to {}", bar.certificate.not_before, bar.certificate.not_after)}>
                            <rect class="track" x="0" y="8" width="100%" height="4" rx="2" />
                            <rect class={if (bar.begin..=bar.end).contains(&now) { "span" } else { "span is-out" }} x={share(bar.begin)} y="5" width={percent(bar.end - bar.begin, last - first)} height="10" rx="3" />
                            <line class="now" x1={share(now)} x2={share(now)} y1="0" y2="20" />
                        </svg>
                        <small>{ format!("{} to {}", day(bar.begin), day(bar.end)) }</small>
                    </li>
                }) }
            </ol>
            <p class="absent">{ format!("The upright line is the time of judgement, {}. Change it above to see what would hold then.", day(now)) }</p>
            if more > 0 { <p class="absent">{ format!("{more} more certificates end later.") }</p> }
        </section>
    }
}

fn bar(object: &ObjectDocument) -> Option<Bar<'_>> {
    let certificate = object.certificate.as_ref()?;
    let begin = certificate.not_before.parse::<Timestamp>().ok()?.0;
    let end = certificate.not_after.parse::<Timestamp>().ok()?.0;
    (begin <= end).then_some(Bar { object, certificate, begin, end })
}

/// In hundredths of a per cent, so that whole numbers do.
fn percent(part: i64, whole: i64) -> String {
    let share = part.saturating_mul(10_000) / whole.max(1);
    format!("{}.{:02}%", share / 100, share % 100)
}

fn day(time: i64) -> String {
    let text = Timestamp(time).to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}
