"""Who may do what, and where, as a table that a physician can read."""

import pytest

from registry.access.policy import (
    SYSTEM_WIDE,
    Action,
    Actor,
    Grant,
    Refused,
    Role,
    may,
    require,
)

OWN, OTHER = 1, 2
MATRIX = """
    role                    action                  own   other
    data_manager            read_record             yes   no
    data_manager            edit_record             yes   no
    data_manager            read_identity           yes   no
    data_manager            move_record             yes   no
    data_manager            transfer_patient        yes   no
    data_manager            verify_record           no    no
    data_manager            sign_record             no    no
    data_manager            lock_record             no    no
    data_manager            open_query              yes   no
    data_manager            answer_query            yes   no
    data_manager            close_query             no    no
    data_manager            configure_centre        no    no
    data_manager            import                  yes   no
    data_manager            export                  yes   no
    data_manager            export_pseudonymised    no    no
    data_manager            view_cohort             yes   no
    data_manager            edit_cohort             no    no
    data_manager            make_cut                no    no
    data_manager            manage_users            no    no
    data_manager            configure               no    no
    data_manager            read_audit              no    no
    data_manager            register_webhook        no    no
    data_manager            open_in_emergency       no    no
    investigator            read_record             yes   no
    investigator            edit_record             yes   no
    investigator            read_identity           yes   no
    investigator            move_record             no    no
    investigator            transfer_patient        no    no
    investigator            verify_record           no    no
    investigator            sign_record             yes   no
    investigator            lock_record             no    no
    investigator            open_query              yes   no
    investigator            answer_query            no    no
    investigator            close_query             no    no
    investigator            configure_centre        no    no
    investigator            import                  no    no
    investigator            export                  yes   no
    investigator            export_pseudonymised    no    no
    investigator            view_cohort             yes   no
    investigator            edit_cohort             yes   no
    investigator            make_cut                yes   no
    investigator            manage_users            no    no
    investigator            configure               no    no
    investigator            read_audit              no    no
    investigator            register_webhook        no    no
    investigator            open_in_emergency       yes   no
    monitor                 read_record             yes   no
    monitor                 edit_record             no    no
    monitor                 read_identity           no    no
    monitor                 move_record             no    no
    monitor                 transfer_patient        no    no
    monitor                 verify_record           yes   no
    monitor                 sign_record             no    no
    monitor                 lock_record             no    no
    monitor                 open_query              yes   no
    monitor                 answer_query            no    no
    monitor                 close_query             yes   no
    monitor                 configure_centre        no    no
    monitor                 import                  no    no
    monitor                 export                  no    no
    monitor                 export_pseudonymised    no    no
    monitor                 view_cohort             yes   no
    monitor                 edit_cohort             no    no
    monitor                 make_cut                no    no
    monitor                 manage_users            no    no
    monitor                 configure               no    no
    monitor                 read_audit              yes   no
    monitor                 register_webhook        no    no
    monitor                 open_in_emergency       no    no
    statistician            read_record             no    no
    statistician            edit_record             no    no
    statistician            read_identity           no    no
    statistician            move_record             no    no
    statistician            transfer_patient        no    no
    statistician            verify_record           no    no
    statistician            sign_record             no    no
    statistician            lock_record             no    no
    statistician            open_query              no    no
    statistician            answer_query            no    no
    statistician            close_query             no    no
    statistician            configure_centre        no    no
    statistician            import                  no    no
    statistician            export                  no    no
    statistician            export_pseudonymised    yes   no
    statistician            view_cohort             yes   no
    statistician            edit_cohort             yes   no
    statistician            make_cut                yes   no
    statistician            manage_users            no    no
    statistician            configure               no    no
    statistician            read_audit              no    no
    statistician            register_webhook        yes   no
    statistician            open_in_emergency       no    no
    centre_administrator    read_record             yes   no
    centre_administrator    edit_record             yes   no
    centre_administrator    read_identity           yes   no
    centre_administrator    move_record             yes   no
    centre_administrator    transfer_patient        yes   no
    centre_administrator    verify_record           no    no
    centre_administrator    sign_record             no    no
    centre_administrator    lock_record             yes   no
    centre_administrator    open_query              yes   no
    centre_administrator    answer_query            yes   no
    centre_administrator    close_query             yes   no
    centre_administrator    configure_centre        yes   no
    centre_administrator    import                  yes   no
    centre_administrator    export                  yes   no
    centre_administrator    export_pseudonymised    no    no
    centre_administrator    view_cohort             yes   no
    centre_administrator    edit_cohort             yes   no
    centre_administrator    make_cut                yes   no
    centre_administrator    manage_users            yes   no
    centre_administrator    configure               no    no
    centre_administrator    read_audit              yes   no
    centre_administrator    register_webhook        yes   no
    centre_administrator    open_in_emergency       no    no
    system_administrator    read_record             no    no
    system_administrator    edit_record             no    no
    system_administrator    read_identity           no    no
    system_administrator    move_record             no    no
    system_administrator    transfer_patient        no    no
    system_administrator    verify_record           no    no
    system_administrator    sign_record             no    no
    system_administrator    lock_record             no    no
    system_administrator    open_query              no    no
    system_administrator    answer_query            no    no
    system_administrator    close_query             no    no
    system_administrator    configure_centre        no    no
    system_administrator    import                  no    no
    system_administrator    export                  no    no
    system_administrator    export_pseudonymised    no    no
    system_administrator    view_cohort             no    no
    system_administrator    edit_cohort             no    no
    system_administrator    make_cut                yes   no
    system_administrator    manage_users            yes   no
    system_administrator    configure               yes   no
    system_administrator    read_audit              yes   no
    system_administrator    register_webhook        yes   no
    system_administrator    open_in_emergency       no    no
"""
CELLS = [line.split() for line in MATRIX.strip().splitlines()[1:]]


def somebody(role, centre=OWN):
    return Actor(7, "somebody", frozenset({Grant(Role(role), centre)}))


@pytest.mark.parametrize(("role", "action", "own", "other"), CELLS)
def test_policy_matches_the_matrix(role, action, own, other):
    actor = somebody(role)
    assert may(actor, Action(action), OWN) is (own == "yes")
    assert may(actor, Action(action), OTHER) is (other == "yes")
    assert actor.centres_for(Action(action)) == ({OWN} if own == "yes" else set())


def test_matrix_is_complete():
    assert sorted((r, a) for r, a, *_ in CELLS) == sorted(
        (r.value, a.value) for r in Role for a in Action
    )


@pytest.mark.parametrize("role", sorted(SYSTEM_WIDE))
def test_a_role_without_a_centre_reaches_every_centre_but_no_record(role):
    actor = somebody(role, None)
    assert not actor.readable_centres
    assert not may(actor, Action.READ_RECORD, OWN)
    assert not may(actor, Action.READ_RECORD)


def test_nobody_may_do_nothing():
    nobody = Actor(None, "anonymous")
    assert not any(may(nobody, action) for action in Action)


def test_what_is_refused_says_who_and_what():
    with pytest.raises(Refused, match="somebody may not edit record here"):
        require(somebody("monitor"), Action.EDIT_RECORD, OWN)


def test_the_system_may_everything_and_is_nobody():
    system = Actor(None, "system", system=True)
    assert all(may(system, action, OWN) for action in Action)
    with pytest.raises(ValueError, match="not a person"):
        _ = system.person


def test_a_person_knows_their_roles():
    person = Actor(7, "x", frozenset({Grant(Role.MONITOR, OWN)}))
    assert (person.person, person.roles) == (7, frozenset({Role.MONITOR}))
