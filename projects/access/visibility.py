"""Which permission lets a person see a case, and read what is reported and its working texts, by
its visibility.
"""

from accounts.access.roles import Permission
from projects.choices.states import Visibility

SEE = {
    Visibility.PUBLIC: Permission.SEE_PUBLIC,
    Visibility.COUNCIL: Permission.SEE_COUNCIL,
    Visibility.INTERNAL: Permission.SEE_INTERNAL,
    Visibility.RESTRICTED: Permission.SEE_RESTRICTED,
}

READ_REPORTED = dict.fromkeys(Visibility, Permission.READ_REPORTED)
READ_WORKING = {
    visibility: Permission.READ_WORKING_RESTRICTED
    if visibility == Visibility.RESTRICTED
    else Permission.READ_WORKING
    for visibility in Visibility
}
