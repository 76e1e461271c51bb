#!/usr/bin/env sh
# Makes the README's pictures from the built dossiers: cargo run --release -- build fixtures/dossiers, then this.
set -eu
cd "$(dirname "$0")/../.."
page() { pdftoppm -r 60 -png -f "$2" -l "$2" -singlefile "output/complet-scolaire/$1" "docs/images/$3"; }
page dossier-professionnel.pdf 1 garde
page pieces/06-fiche-1.pdf 1 fiche
page pieces/15-couverture.pdf 1 couverture
