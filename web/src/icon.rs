//! Small pictures that stand beside a word, never instead of it.

use yew::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Pass,
    Fail,
    Warning,
    Notice,
    Undetermined,
    Copy,
    File,
    Key,
    Close,
    Clock,
    Shield,
    Theme,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) icon: Icon,
}

#[component]
pub(crate) fn Drawn(Props { icon }: &Props) -> Html {
    let path = match icon {
        Icon::Pass => "M3 8.5 6.5 12 13 4.5",
        Icon::Fail => "M4 4l8 8M12 4l-8 8",
        Icon::Warning => "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.6v.4",
        Icon::Notice => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.2v4M8 4.8v.3",
        Icon::Undetermined => {
            "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.3M8 11.4v.2"
        }
        Icon::Copy => "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
        Icon::File => "M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3",
        Icon::Key => "M6 10a2.9 2.9 0 1 1 1.9-1.9L14 14M11 11l1.6-1.6",
        Icon::Close => "M4.5 4.5l7 7M11.5 4.5l-7 7",
        Icon::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.4 1.6",
        Icon::Shield => {
            "M8 1.6 2.8 3.4v4.2c0 3.2 2.2 5.6 5.2 6.8 3-1.2 5.2-3.6 5.2-6.8V3.4zM5.6 7.8l1.8 1.8 3-3.4"
        }
        Icon::Theme => "M8 1.8a6.2 6.2 0 1 0 0 12.4zM8 1.8a6.2 6.2 0 0 1 0 12.4",
    };
    html! {
        <svg class={classes!("icon", (*icon == Icon::Theme).then_some("half"))} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}
