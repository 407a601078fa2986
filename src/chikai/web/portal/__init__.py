"""The portal: what may be asked of a company, with which papers, at what cost, and how."""
