//! When each certificate is valid, on one scale, and a time to be moved over it.

mod scale;
mod slider;

use std::collections::HashMap;

use certlens::report::document::{CertificateDocument, InspectionDocument, ObjectDocument, WindowDocument};
use certlens::sort;
use certlens::time::Timestamp;
use yew::prelude::*;

use crate::badge::validity;
use crate::card::link;
use crate::page::Page;
use scale::{Scale, day};
use slider::Slider;

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
    /// When it is due for renewal.
    renewal: Option<i64>,
    /// When its path ends, if that is before it does, and the certificate that ends it.
    effective: Option<(i64, usize)>,
}

#[component]
pub(crate) fn Timeline(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let document = &inspected.document;
    let windows: HashMap<usize, &WindowDocument> =
        document.paths.iter().filter_map(|path| Some((path.target, path.window.as_ref()?))).collect();
    let mut bars: Vec<Bar<'_>> =
        document.objects.iter().filter_map(|object| bar(object, windows.get(&object.id).copied())).collect();
    if bars.is_empty() {
        return html! { <p class="absent">{ "No certificate here has a validity that can be read." }</p> };
    }
    sort::by_key(&mut bars, |bar| bar.end);
    let more = bars.len().saturating_sub(MOST);
    bars.truncate(MOST);
    // The scale stays as it is while the time moves over it.
    let present = page.state.present;
    let scale = Scale::over(bars.iter().flat_map(|bar| [bar.begin, bar.end]).chain([present]));
    html! {
        <section class="card" aria-labelledby="timeline-title">
            <h2 id="timeline-title">{ "Validity, the first to end first" }</h2>
            <Slider page={page.clone()} first={scale.first} last={scale.last} />
            { scale.axis() }
            <ol class="timeline">{ for bars.iter().map(|bar| row(page, document, &scale, bar)) }</ol>
            <ul class="legend" aria-label="What is drawn">
                <li>{ sample("span") }{ "valid" }</li>
                <li>{ sample("span is-beyond") }{ "valid, but its path is not" }</li>
                <li>{ sample("span is-out") }{ "not valid at the time of judgement" }</li>
                <li><svg class="sample" aria-hidden="true"><circle class="renewal" cx="50%" cy="50%" r="4" /></svg>{ "two thirds of its lifetime: cert-manager renews here unless told otherwise" }</li>
                <li><svg class="sample" aria-hidden="true"><line class="now" x1="50%" x2="50%" y1="0" y2="100%" /></svg>{ "time of judgement" }</li>
            </ul>
            if more > 0 { <p class="absent">{ format!("{more} more certificates end later.") }</p> }
        </section>
    }
}

fn sample(class: &'static str) -> Html {
    html! { <svg class="sample" aria-hidden="true"><rect {class} x="0" y="15%" width="100%" height="70%" rx="3" /></svg> }
}

fn bar<'a>(object: &'a ObjectDocument, window: Option<&WindowDocument>) -> Option<Bar<'a>> {
    let certificate = object.certificate.as_ref()?;
    let begin = seconds(&certificate.not_before)?;
    let end = seconds(&certificate.not_after)?;
    let effective = window.and_then(|window| Some((seconds(&window.end)?, window.ends_with)));
    (begin <= end).then_some(Bar {
        object,
        certificate,
        begin,
        end,
        renewal: certificate.renewal.as_deref().and_then(seconds),
        effective: effective.filter(|(effective, _)| *effective < end),
    })
}

fn seconds(time: &str) -> Option<i64> {
    time.parse::<Timestamp>().ok().map(|time| time.0)
}

fn row(page: &Page, document: &InspectionDocument, scale: &Scale, bar: &Bar<'_>) -> Html {
    let now = page.state.time;
    let is_out = !(bar.begin..=bar.end).contains(&now);
    let effective = bar.effective.map_or(bar.end, |(effective, _)| effective.max(bar.begin));
    let piece = |from: i64, to: i64, class: &'static str| {
        html! { <rect class={classes!("span", class)} x={scale.place(from)} y="5" width={scale.width(from, to)} height="10" rx="2" /> }
    };
    html! {
        <li>
            <p class="card-head">{ link(page, document, bar.object.id) }{ " " }{ validity(bar.certificate) }</p>
            <svg class="bar-chart" width="100%" height="20" aria-hidden="true">
                { scale.lines() }
                <rect class="track" x="0" y="9" width="100%" height="2" />
                { piece(bar.begin, effective, if is_out { "is-out" } else { "is-in" }) }
                if effective < bar.end {
                    { piece(effective, bar.end, "is-beyond") }
                }
                if let Some(renewal) = bar.renewal {
                    <circle class="renewal" cx={scale.place(renewal)} cy="10" r="4" />
                }
                <line class="now" x1={scale.place(now)} x2={scale.place(now)} y1="0" y2="20" />
            </svg>
            <p class="dates">
                <span>{ format!("{} to {}", day(bar.begin), day(bar.end)) }</span>
                if let Some(renewal) = bar.renewal {
                    <span>{ format!("renewal due {}", day(renewal)) }</span>
                }
                if let Some((effective, by)) = bar.effective {
                    <span>{ format!("in effect until {}, by ", day(effective)) }{ link(page, document, by) }</span>
                }
            </p>
        </li>
    }
}
