using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Leading;

/// <summary>An API server that has just started refuses everybody for a moment: no reason to ask for rights, nor to wait longer.</summary>
internal sealed class LeaseRefusals(TimeProvider time)
{
    private readonly RefusalGrace _grace = new(time);

    /// <summary>What an attempt means: a refusal that is not to be believed yet is a failure like any other.</summary>
    public LeaseAttempt Judge(LeaseAttempt attempt)
    {
        switch (attempt)
        {
            case LeaseAttempt.Forbidden { Message: var message } when _grace.Refused():
                return new LeaseAttempt.Failed(message);
            case LeaseAttempt.Held or LeaseAttempt.HeldByOther or LeaseAttempt.Contended:
                _grace.Allowed();
                break;
            case LeaseAttempt.Failed:
                _grace.Unanswered();
                break;
        }

        return attempt;
    }
}
