//! The time of judgement as something to be moved.

use certlens::time::{DAY, Timestamp};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::clock::set;
use crate::fact::readable;
use crate::page::Page;

/// What reviewers ask: a clock that is off, and what comes.
const JUMPS: [(i64, &str); 5] = [
    (-365 * DAY, "1 year back"),
    (-360, "6 minutes back"),
    (DAY, "1 day on"),
    (30 * DAY, "30 days on"),
    (365 * DAY, "1 year on"),
];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    /// The earliest and the latest time, in seconds since 1970.
    pub(crate) first: i64,
    pub(crate) last: i64,
}

#[component]
pub(crate) fn Slider(Props { page, first, last }: &Props) -> Html {
    let time = page.state.time;
    // The browser rounds to whole steps from the least value, so the present has to be one of them.
    let step = step(last.saturating_sub(*first));
    let min = first + (time.saturating_sub(*first)).rem_euclid(step);
    let oninput = page.on(|page, event: InputEvent| {
        if let Ok(time) = event.target_unchecked_into::<HtmlInputElement>().value().parse() {
            set(page, time);
        }
    });
    let jump = |(seconds, label): (i64, &'static str)| {
        let onclick = page.on(move |page, _: MouseEvent| set(page, page.state.time.saturating_add(seconds)));
        html! { <button type="button" class="button" {onclick}>{ label }</button> }
    };
    html! {
        <div class="slider">
            <label for="moved-time">{ "What if it were another time?" }</label>
            <output for="moved-time">{ readable(&Timestamp(time).to_string()) }</output>
            <input
                id="moved-time"
                type="range"
                min={min.to_string()}
                max={last.to_string()}
                step={step.to_string()}
                value={time.to_string()}
                aria-valuetext={readable(&Timestamp(time).to_string())}
                {oninput}
            />
            <div class="jumps">{ for JUMPS.into_iter().map(jump) }</div>
        </div>
    }
}

/// A day, or less where all of it is over in days.
const fn step(span: i64) -> i64 {
    match span / DAY {
        0..3 => 60,
        3..60 => 3600,
        _ => DAY,
    }
}
