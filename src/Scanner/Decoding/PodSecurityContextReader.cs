using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 PodSecurityContext</c>.</summary>
internal sealed class PodSecurityContextReader : IObjectReader<(SecurityContextFacts Context, ImmutableArray<string> Sysctls)>
{
    private static readonly Fields<ContextField> s_context = new();
    private static readonly OneField s_sysctlName = new(1, "name");

    private enum ContextField
    {
        SeLinuxOptions = 1,
        RunAsUser = 2,
        RunAsNonRoot = 3,
        Sysctls = 7,
        WindowsOptions = 8,
        SeccompProfile = 10,
        AppArmorProfile = 11,
    }

    public (SecurityContextFacts Context, ImmutableArray<string> Sysctls) Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var context = SecurityContextFacts.Empty;
        ImmutableArray<string> sysctls = [];
        var scope = reader.Enter();
        while (reader.Next(s_context, out var field))
        {
            switch (field)
            {
                case ContextField.SeLinuxOptions:
                    context = context with { SeLinux = SecurityContextReader.ReadSeLinux(ref reader) };
                    break;
                case ContextField.RunAsUser:
                    context = context with { RunAsUser = reader.ReadInt64() };
                    break;
                case ContextField.RunAsNonRoot:
                    context = context with { RunAsNonRoot = reader.ReadBool() };
                    break;
                case ContextField.Sysctls:
                    sysctls = sysctls.Add(SecurityContextReader.ReadText(ref reader, s_sysctlName));
                    break;
                case ContextField.WindowsOptions:
                    context = context with { HostProcess = SecurityContextReader.ReadHostProcess(ref reader) };
                    break;
                case ContextField.SeccompProfile:
                    context = context with { SeccompProfile = SecurityContextReader.ReadProfileType(ref reader) };
                    break;
                case ContextField.AppArmorProfile:
                    context = context with { AppArmorProfile = SecurityContextReader.ReadProfileType(ref reader) };
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return (context, sysctls);
    }
}
