"""Studies: paired worlds, response curves and the statistics that judge them."""
