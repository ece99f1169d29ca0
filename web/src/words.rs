//! Sentences of the core on the page: what stands between backquotes is code.

use yew::prelude::*;

pub(crate) fn words(sentence: &str) -> Html {
    let pieces = sentence.split('`').enumerate().map(|(number, piece)| {
        if number % 2 == 1 {
            html! { <code>{ piece.to_owned() }</code> }
        } else {
            html! { { piece.to_owned() } }
        }
    });
    html! { <>{ for pieces }</> }
}
