"""Who may know what? Every output gets one of four classes here, and the public projection is made here.

The class of a whole is the highest class of its parts. Policy files per country, second-person release and the leak
meter are not here yet: the classes are those of the default profile, and the public edition is the strictest
projection there is, with no way to widen it.
"""

from holdfast.disclosure.classes import KindClass, Sensitivity, class_of, kinds, label, read_class, sensitivity_of

__all__ = ["KindClass", "Sensitivity", "class_of", "kinds", "label", "read_class", "sensitivity_of"]
