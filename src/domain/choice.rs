//! Closed lists: an enum whose values have a key in the data and words for the reader.

/// Declares a closed list: `Variant = "key-in-the-data", "mots pour le lecteur";`.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $Name:ident { $($Variant:ident = $key:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[schemars(extend("x-libelles" = [$($label),*]))]
        pub enum $Name { $(#[serde(rename = $key)] $Variant,)* }

        impl $Name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant,)*];

            /// The key that stands in the data.
            pub fn key(self) -> &'static str {
                match self { $($Name::$Variant => $key,)* }
            }

            /// The words for the reader.
            pub fn label(self) -> &'static str {
                match self { $($Name::$Variant => $label,)* }
            }
        }
    };
}

pub(crate) use choice;
