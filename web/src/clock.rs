//! The time at which everything is judged: said, chosen, and led back from.

use certlens::time::Timestamp;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::fact::readable;
use crate::focus;
use crate::icon::{Drawn, Icon};
use crate::page::{Page, now};
use crate::state::{Action, Change};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

/// The validation time in a field, in UTC.
#[component]
pub(crate) fn Clock(Props { page }: &Props) -> Html {
    let value = Timestamp(page.state.time).to_string().replace('Z', "");
    let shown = value.clone();
    let onchange = page.on(move |page, event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        let value = field.value();
        let seconds = if value.matches(':').count() == 1 { ":00" } else { "" };
        match format!("{value}{seconds}Z").parse::<Timestamp>() {
            Ok(time) => set(page, time.0),
            // The time that holds is the one that is shown.
            Err(_) => field.set_value(&shown),
        }
    });
    html! {
        <div class="clock">
            <label for="time"><Drawn icon={Icon::Clock} />{ "Judged at" }</label>
            <input id="time" type="datetime-local" step="1" {value} {onchange} />
            <span>{ "UTC" }</span>
            <button type="button" class="link" id="now" onclick={back(page)}>{ "Now" }</button>
            if page.state.is_pending() {
                <span class="progress">
                    <progress aria-label="Inspecting"></progress>{ "Inspecting …" }
                    <button type="button" class="link late" onclick={page.on(|page, _: MouseEvent| page.stop())}>{ "Stop" }</button>
                </span>
            }
        </div>
    }
}

/// Says that it is not judged as of now, wherever on the page the reader is.
#[component]
pub(crate) fn Away(Props { page }: &Props) -> Html {
    let (time, present) = (Timestamp(page.state.time), Timestamp(page.state.present));
    if time == present {
        return Html::default();
    }
    let direction = if time > present { "ahead of" } else { "before" };
    html! {
        <p class="away">
            <Drawn icon={Icon::Clock} />
            <span>
                { "Judged as of " }<b>{ readable(&time.to_string()) }</b>
                { format!(", {} {direction} now.", time.distance(present)) }
            </span>
            <button type="button" class="button" onclick={back(page)}>{ "Back to now" }</button>
        </p>
    }
}

/// Judges everything as of `time`, in seconds since 1970.
pub(crate) fn set(page: &Page, time: i64) {
    page.act(Action::Change(Change::SetTime(time)));
}

fn back(page: &Page) -> Callback<MouseEvent> {
    page.on(|page, _| {
        page.act(Action::Change(Change::Now(now())));
        focus::on("#now");
    })
}
