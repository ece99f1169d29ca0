//! When each certificate and each revocation list is valid, on one scale, and a time to be moved over it.

mod scale;
mod slider;

use std::collections::HashMap;

use certlens::report::document::{InspectionDocument, ObjectDocument, WindowDocument};
use certlens::sort;
use certlens::time::Timestamp;
use yew::prelude::*;

use crate::badge::validity;
use crate::card::link;
use crate::page::Page;
use scale::{Scale, day};
use slider::Slider;

/// Most bars that are drawn: those that end first.
const MOST: usize = 100;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

struct Bar<'a> {
    object: &'a ObjectDocument,
    begin: i64,
    /// None for a revocation list that does not say when the next one is due.
    end: Option<i64>,
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
        return html! { <p class="absent">{ "Nothing here has a validity that can be read." }</p> };
    }
    sort::by_key(&mut bars, |bar| bar.end.unwrap_or(i64::MAX));
    let more = bars.len().saturating_sub(MOST);
    bars.truncate(MOST);
    // The scale stays as it is while the time moves over it.
    let present = page.state.present;
    let scale =
        Scale::over(bars.iter().flat_map(|bar| [bar.begin, bar.end.unwrap_or(bar.begin)]).chain([present]));
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
                <li><svg class="sample" aria-hidden="true"><circle class="renewal" cx="50%" cy="50%" r="4" /></svg>{ "cert-manager renews here: after two thirds of the lifetime, unless its Certificate says otherwise" }</li>
                <li><svg class="sample" aria-hidden="true"><line class="now" x1="50%" x2="50%" y1="0" y2="100%" /></svg>{ "time of judgement" }</li>
            </ul>
            if more > 0 { <p class="absent">{ format!("{more} more end later.") }</p> }
        </section>
    }
}

fn sample(class: &'static str) -> Html {
    html! { <svg class="sample" aria-hidden="true"><rect {class} x="0" y="15%" width="100%" height="70%" rx="3" /></svg> }
}

fn bar<'a>(object: &'a ObjectDocument, window: Option<&WindowDocument>) -> Option<Bar<'a>> {
    let (begin, end) = match (&object.certificate, &object.updates) {
        (Some(certificate), _) => (&certificate.not_before, Some(&certificate.not_after)),
        (None, Some(updates)) => (&updates.this_update, updates.next_update.as_ref()),
        (None, None) => return None,
    };
    let begin = seconds(begin)?;
    let end = match end {
        Some(end) => Some(seconds(end).filter(|end| begin <= *end)?),
        None => None,
    };
    let renewal = object.certificate.as_ref().and_then(|certificate| certificate.renewal.as_deref());
    let effective = window.and_then(|window| Some((seconds(&window.end)?, window.ends_with)));
    Some(Bar {
        object,
        begin,
        end,
        renewal: renewal.and_then(seconds),
        effective: effective.filter(|(effective, _)| end.is_some_and(|end| *effective < end)),
    })
}

fn seconds(time: &str) -> Option<i64> {
    time.parse::<Timestamp>().ok().map(|time| time.0)
}

fn row(page: &Page, document: &InspectionDocument, scale: &Scale, bar: &Bar<'_>) -> Html {
    let now = page.state.time;
    let end = bar.end.unwrap_or(scale.last);
    let is_out = !(bar.begin..=end).contains(&now);
    let effective = bar.effective.map_or(end, |(effective, _)| effective.max(bar.begin));
    let piece = |from: i64, to: i64, class: &'static str| {
        html! { <rect class={classes!("span", class)} x={scale.place(from)} y="5" width={scale.width(from, to)} height="10" rx="2" /> }
    };
    html! {
        <li>
            <p class="card-head">{ link(page, document, bar.object.id) }{ " " }{ for bar.object.certificate.iter().map(validity) }</p>
            <svg class="bar-chart" width="100%" height="20" aria-hidden="true">
                { scale.lines() }
                <rect class="track" x="0" y="9" width="100%" height="2" />
                { piece(bar.begin, effective, if is_out { "is-out" } else { "is-in" }) }
                if effective < end {
                    { piece(effective, end, "is-beyond") }
                }
                if let Some(renewal) = bar.renewal {
                    <circle class="renewal" cx={scale.place(renewal)} cy="10" r="4" />
                }
                <line class="now" x1={scale.place(now)} x2={scale.place(now)} y1="0" y2="20" />
            </svg>
            { dates(page, document, bar) }
        </li>
    }
}

fn dates(page: &Page, document: &InspectionDocument, bar: &Bar<'_>) -> Html {
    let is_list = bar.object.updates.is_some();
    let told_by =
        bar.object.certificate.as_ref().and_then(|certificate| certificate.renewal_told_by.as_deref());
    let validity = match (is_list, bar.end) {
        (true, Some(end)) => format!("issued {}, the next one due by {}", day(bar.begin), day(end)),
        (_, None) => format!("issued {}; when the next one is due is not said", day(bar.begin)),
        (false, Some(end)) => format!("{} to {}", day(bar.begin), day(end)),
    };
    let renewal = match (bar.renewal, told_by) {
        (Some(renewal), Some(by)) => format!("renewal due {}, by {by}", day(renewal)),
        (Some(renewal), None) => format!("renewal due {}", day(renewal)),
        (None, Some(by)) => format!("renewal in the windows of {by}, which are not judged here"),
        (None, None) => String::new(),
    };
    html! {
        <p class="dates">
            <span>{ validity }</span>
            if !renewal.is_empty() { <span>{ renewal }</span> }
            if let Some((effective, by)) = bar.effective {
                <span>{ format!("in effect until {}, by ", day(effective)) }{ link(page, document, by) }</span>
            }
        </p>
    }
}
