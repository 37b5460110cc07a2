using Scanner.Core.Rbac.Facts;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>Reads <c>KIND:NAME</c>.</summary>
internal static class SubjectFlag
{
    /// <param name="flag">For the message.</param>
    /// <exception cref="UsageException">It names no subject.</exception>
    public static Subject Parse(string text, string flag = "--subject")
    {
        var parts = text.Split(':', 2);
        if (parts is [var kind, { Length: > 0 } name])
        {
            switch (kind.ToLowerInvariant())
            {
                case "user":
                    return Subject.User(name);
                case "group":
                    return Subject.Group(name);
                case "serviceaccount" or "sa" when name.Split('/', ':') is [{ Length: > 0 } ns, { Length: > 0 } account]:
                    return Subject.ServiceAccount(ns, account);
            }
        }

        throw new UsageException($"{flag} {text}: give User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME");
    }
}
