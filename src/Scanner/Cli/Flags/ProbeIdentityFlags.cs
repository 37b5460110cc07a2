using System.CommandLine;
using Scanner.Sessions;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary><c>--probe-as</c>: list as oneself, probe as somebody else, who need not be allowed to list.</summary>
internal sealed class ProbeIdentityFlags
{
    private readonly Option<string?> _user = new("--probe-as") { Description = "User to impersonate for the probes alone", HelpName = "USER" };
    private readonly Option<string[]> _groups = new("--probe-as-group") { Description = "Group to impersonate for the probes alone, repeatable", HelpName = "GROUP" };

    public void AddTo(Command command)
    {
        command.Options.Add(_user);
        command.Options.Add(_groups);
    }

    /// <summary>The connection for probes; null where it is that for lists.</summary>
    /// <exception cref="UsageException">Groups without a user.</exception>
    public ConnectionSettings? Read(ParseResult parsed, ConnectionSettings lists)
    {
        var (user, groups) = (parsed.GetValue(_user), parsed.GetValue(_groups) ?? []);
        if (string.IsNullOrEmpty(user))
        {
            if (user is not null)
                throw new UsageException("--probe-as is empty: give the name of a user");
            return groups.Length == 0 ? null : throw new UsageException("--probe-as-group needs --probe-as: groups are impersonated together with a user");
        }

        return lists with { Connection = lists.Connection with { ImpersonateUser = user, ImpersonateUid = null, ImpersonateGroups = groups, ImpersonateExtra = [] } };
    }
}
