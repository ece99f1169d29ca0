//! One line that the page says about itself, at the foot of the window.

use yew::prelude::*;

use crate::focus;
use crate::page::Page;
use crate::state::{Action, Change, Notice};
use crate::timer::after;
use crate::words::words;

/// How long a line stays, in milliseconds.
const SHORT: i32 = 4000;
const LONG: i32 = 12_000;

/// Most sentences shown at once.
const MOST: usize = 4;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Notices(Props { page }: &Props) -> Html {
    let notice = page.state.notice.clone();
    {
        let page = page.clone();
        use_effect_with(notice.clone(), move |notice| {
            let timer = match notice {
                Some(Notice::Copied(_) | Notice::NothingChosen) => {
                    Some(after(SHORT, move || page.act(Action::Notify(None))))
                }
                Some(Notice::Cleared) => Some(after(LONG, move || page.leave_cleared())),
                Some(Notice::NotTaken(_)) | None => None,
            };
            move || drop(timer)
        });
    }
    let undo = page.on(|page, _: MouseEvent| {
        page.act(Action::Change(Change::Undo));
        focus::on("#box");
    });
    let dismiss = page.on(|page, _: MouseEvent| page.act(Action::Notify(None)));
    let line = match &notice {
        None => Html::default(),
        Some(Notice::Copied(what)) => html! { <p>{ format!("Copied: {what}") }</p> },
        Some(Notice::NothingChosen) => {
            html! { <p>{ "Nothing is chosen that can be copied. Choose an object with j or k, or a field of one, and copy it then." }</p> }
        }
        Some(Notice::Cleared) => html! {
            <p>{ "Cleared. What was in the box is wiped in a few seconds. " }<button type="button" onclick={undo}>{ "Undo" }</button></p>
        },
        Some(Notice::NotTaken(sentences)) => html! {
            <div class="note-lines">
                <ul>{ for sentences.iter().take(MOST).map(|sentence| html! { <li>{ words(sentence) }</li> }) }</ul>
                if sentences.len() > MOST {
                    <p>{ format!("{} more could not be taken for such reasons. ", sentences.len() - MOST) }</p>
                }
                <button type="button" onclick={dismiss}>{ "Close" }</button>
            </div>
        },
    };
    html! { <div class="notices" role="status" aria-live="polite">{ lost(page) }{ line }</div> }
}

/// Says that the worker died, and offers another; it stays until there is one.
fn lost(page: &Page) -> Html {
    let Some(reason) = &page.state.lost else { return Html::default() };
    let restart = page.on(|page, _: MouseEvent| page.act(Action::Restart));
    let left = if page.state.is_blank() {
        "The files went with it: start again and open them once more. "
    } else {
        "Files and masked keys went with it; the text in the box is still here. "
    };
    html! {
        <p>
            { format!("The inspection stopped: {}. {left}", reason.trim_end_matches('.')) }
            <button type="button" onclick={restart}>{ "Start again" }</button>
        </p>
    }
}
