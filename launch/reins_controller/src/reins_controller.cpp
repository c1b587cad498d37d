#include "reins_controller/reins_controller.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "hardware_interface/types/hardware_interface_type_values.hpp"
#include "pluginlib/class_list_macros.hpp"

namespace reins_controller
{

using controller_interface::CallbackReturn;
using controller_interface::InterfaceConfiguration;
using controller_interface::interface_configuration_type;
using controller_interface::return_type;
using diagnostic_msgs::msg::DiagnosticStatus;

namespace
{

constexpr auto kReportPeriod = std::chrono::milliseconds(100);
constexpr auto kResetPatience = std::chrono::milliseconds(500);
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

CallbackReturn ReinsController::on_init()
{
  try {
    auto_declare<std::vector<std::string>>("joints", {});
    auto_declare<std::string>("command_interface", "effort");
    auto_declare<std::string>("file", "/dev/shm/reins-controller");
    auto_declare<double>("rate_hz", 0.0);
    auto_declare<int>("late_cycles", 5);
    auto_declare<int>("answer_wait_us", 0);
    auto_declare<std::string>("effort_stop", "hold");
    auto_declare<double>("damping", 2.0);
    auto_declare<double>("rest_speed", 0.02);
    auto_declare<bool>("effort_state", true);
    auto_declare<std::string>("references", "none");
    auto_declare<double>("reference_stiffness", 100.0);
    auto_declare<double>("reference_reach", 0.2);
  } catch (const std::exception & e) {
    RCLCPP_ERROR(get_node()->get_logger(), "%s", e.what());
    return CallbackReturn::ERROR;
  }
  return CallbackReturn::SUCCESS;
}

JointLimits ReinsController::read_limits(const std::string & joint)
{
  const std::string at = "limits." + joint + ".";
  // Without a number a joint has no limit here, and Settings::check refuses it by name.
  const auto number = [&](const std::string & name, double otherwise) {
      return auto_declare<double>(at + name, otherwise);
    };
  return {joint, number("lower", -kInfinity), number("upper", kInfinity), number("velocity", 0.0),
    number("acceleration", 0.0), number("effort", 0.0), number("effort_rate", 0.0)};
}

/// The rate of its cycles. Humble tells a controller only a rate that was set for it alone.
double ReinsController::rate()
{
  const double set = get_node()->get_parameter("rate_hz").as_double();
  const double told = get_update_rate();
  if (set == 0 && told == 0) {
    throw std::invalid_argument(
            "rate_hz is not set: set it to the update_rate of the controller manager");
  }
  if (set != 0 && told != 0 && std::abs(set - told) > 1) {
    throw std::invalid_argument(
            "rate_hz is " + std::to_string(set) + ", and this controller is updated at " +
            std::to_string(told) + " Hz: set both to the same");
  }
  return set != 0 ? set : told;
}

Settings ReinsController::read_settings()
{
  const auto node = get_node();
  Settings s;
  joints_ = node->get_parameter("joints").as_string_array();
  s.kind = kind_of(node->get_parameter("command_interface").as_string());
  s.rate_hz = rate();
  s.late_cycles =
    static_cast<uint64_t>(std::max<int64_t>(0, node->get_parameter("late_cycles").as_int()));
  const std::string stop = node->get_parameter("effort_stop").as_string();
  if (stop != "hold" && stop != "zero") {
    throw std::invalid_argument("effort_stop is " + stop + ": allowed is hold or zero");
  }
  s.effort_stop = stop == "hold" ? EffortStop::kHold : EffortStop::kZero;
  s.damping = node->get_parameter("damping").as_double();
  s.rest_speed = node->get_parameter("rest_speed").as_double();
  for (const std::string & joint : joints_) {
    s.joints.push_back(read_limits(joint));
  }
  const int64_t wait = node->get_parameter("answer_wait_us").as_int();
  const double most = 0.5e6 / std::max(1.0, s.rate_hz);
  if (wait < 0 || static_cast<double>(wait) > most) {
    throw std::invalid_argument(
            "answer_wait_us is " + std::to_string(wait) + ": allowed is 0 to half of a period");
  }
  answer_wait_ = wait * 1000;
  s.check();
  return s;
}

CallbackReturn ReinsController::on_configure(const rclcpp_lifecycle::State & /*previous*/)
{
  const auto node = get_node();
  try {
    const Settings settings = read_settings();
    const size_t n = settings.joints.size();
    const std::string references = node->get_parameter("references").as_string();
    if (references != "none" && references != "position" && references != "velocity") {
      throw std::invalid_argument(
              "references is " + references + ": allowed is none, position or velocity");
    }
    references_ = references == "position" ? References::kPosition :
      references == "velocity" ? References::kVelocity : References::kNone;
    has_effort_ = node->get_parameter("effort_state").as_bool();
    reach_ = node->get_parameter("reference_reach").as_double();
    const double stiffness = node->get_parameter("reference_stiffness").as_double();
    if (!(stiffness >= 0 && stiffness <= 1e5) || !(reach_ > 0 && reach_ <= 3)) {
      throw std::invalid_argument(
              "reference_stiffness and reference_reach must be 0 to 100000 and above 0 to 3");
    }
    guard_ = std::make_unique<Guard>(settings);
    rate_watch_ = std::make_unique<RateWatch>(settings.rate_hz);
    measured_ = std::make_unique<Measured>(n);
    reference_ = std::make_unique<Reference>(n);
    std::fill(reference_->stiffness.begin(), reference_->stiffness.end(), stiffness);
    from_hardware_.assign(n, 0.0);
    exchange_.reset();
    exchange_ = std::make_unique<Exchange>(
      node->get_parameter("file").as_string(), settings, references_ != References::kNone);
  } catch (const std::exception & e) {
    RCLCPP_ERROR(node->get_logger(), "%s", e.what());
    return CallbackReturn::FAILURE;
  }
  diagnostics_ = node->create_publisher<diagnostic_msgs::msg::DiagnosticArray>("/diagnostics", 10);
  reset_ = node->create_service<std_srvs::srv::Trigger>(
    "~/reset",
    [this](
      const std::shared_ptr<std_srvs::srv::Trigger::Request> request,
      std::shared_ptr<std_srvs::srv::Trigger::Response> response) {
      answer_reset(*request, *response);
    });
  timer_ = node->create_wall_timer(kReportPeriod, [this]() {report();});
  return CallbackReturn::SUCCESS;
}

InterfaceConfiguration ReinsController::command_interface_configuration() const
{
  InterfaceConfiguration wanted{interface_configuration_type::INDIVIDUAL, {}};
  for (const std::string & joint : joints_) {
    wanted.names.push_back(joint + "/" + name_of(guard_->settings().kind));
  }
  return wanted;
}

InterfaceConfiguration ReinsController::state_interface_configuration() const
{
  InterfaceConfiguration wanted{interface_configuration_type::INDIVIDUAL, {}};
  std::vector<std::string> kinds = {
    hardware_interface::HW_IF_POSITION, hardware_interface::HW_IF_VELOCITY};
  if (has_effort_) {
    kinds.push_back(hardware_interface::HW_IF_EFFORT);
  }
  for (const std::string & kind : kinds) {
    for (const std::string & joint : joints_) {
      wanted.names.push_back(joint + "/" + kind);
    }
  }
  return wanted;
}

CallbackReturn ReinsController::on_activate(const rclcpp_lifecycle::State & /*previous*/)
{
  measure();
  if (!measured_->is_finite()) {
    RCLCPP_ERROR(
      get_node()->get_logger(), "a position or velocity of the hardware is not finite yet: activate again");
    return CallbackReturn::FAILURE;
  }
  for (size_t i = 0; i < joints_.size(); i++) {
    from_hardware_[i] = command_interfaces_[i].get_value();
  }
  guard_->begin(*measured_, from_hardware_);
  std::fill(
    reference_interfaces_.begin(), reference_interfaces_.end(),
    std::numeric_limits<double>::quiet_NaN());
  reference_->given = false;
  shown_.reset_asked = false;
  shown_.active = true;
  show();
  return CallbackReturn::SUCCESS;
}

CallbackReturn ReinsController::on_deactivate(const rclcpp_lifecycle::State & /*previous*/)
{
  const std::vector<double> & last = guard_->release(exchange_->advice());
  for (size_t i = 0; i < last.size() && i < command_interfaces_.size(); i++) {
    command_interfaces_[i].set_value(last[i]);
  }
  shown_.active = false;
  return CallbackReturn::SUCCESS;
}

CallbackReturn ReinsController::on_cleanup(const rclcpp_lifecycle::State & /*previous*/)
{
  timer_.reset();
  reset_.reset();
  diagnostics_.reset();
  exchange_.reset();
  return CallbackReturn::SUCCESS;
}

std::vector<hardware_interface::CommandInterface> ReinsController::on_export_reference_interfaces()
{
  // Humble's controller manager ends with an exception after a chainable controller that exports none.
  // Without references they are offered and never taken: on_set_chained_mode refuses.
  std::vector<hardware_interface::CommandInterface> exported;
  const std::string kind = references_ == References::kVelocity ?
    hardware_interface::HW_IF_VELOCITY : hardware_interface::HW_IF_POSITION;
  reference_interfaces_.assign(joints_.size(), std::numeric_limits<double>::quiet_NaN());
  for (size_t i = 0; i < joints_.size(); i++) {
    exported.emplace_back(get_node()->get_name(), joints_[i] + "/" + kind, &reference_interfaces_[i]);
  }
  return exported;
}

bool ReinsController::on_set_chained_mode(bool chained)
{
  if (chained && references_ == References::kNone) {
    RCLCPP_ERROR(
      get_node()->get_logger(),
      "a controller wants to precede this one, and references is none: set it to position or velocity");
    return false;
  }
  chained_ = chained;
  return true;
}

#ifdef REINS_HUMBLE
return_type ReinsController::update_reference_from_subscribers()
#else
return_type ReinsController::update_reference_from_subscribers(
  const rclcpp::Time & /*time*/, const rclcpp::Duration & /*period*/)
#endif
{
  // Without a preceding controller the policy's node sends the actions to the filter.
  reference_->given = false;
  return return_type::OK;
}

void ReinsController::measure()
{
  const size_t n = joints_.size();
  for (size_t i = 0; i < n; i++) {
    measured_->q[i] = state_interfaces_[i].get_value();
    measured_->qd[i] = state_interfaces_[n + i].get_value();
    measured_->effort[i] = has_effort_ ? state_interfaces_[2 * n + i].get_value() :
      std::numeric_limits<double>::quiet_NaN();
  }
}

void ReinsController::refer()
{
  bool given = chained_;
  for (const double r : reference_interfaces_) {
    given = given && std::isfinite(r);
  }
  if (!given) {
    reference_->given = false;
    return;
  }
  const double period = 1 / guard_->settings().rate_hz;
  for (size_t i = 0; i < joints_.size(); i++) {
    const double q = measured_->q[i];
    double & target = reference_->target[i];
    if (references_ == References::kPosition) {
      target = reference_interfaces_[i];
    } else {
      // A velocity moves the target, which never runs far ahead of the joint.
      const double from = reference_->given ? target : q;
      target = std::max(q - reach_, std::min(q + reach_, from + period * reference_interfaces_[i]));
    }
  }
  reference_->given = true;
}

return_type ReinsController::update_and_write_commands(
  const rclcpp::Time & /*time*/, const rclcpp::Duration & period)
{
  cycle_++;
  if (rate_watch_->sees(period.seconds())) {
    guard_->distrust(Reason::kTooFast);
  }
  measure();
  refer();
  if (shown_.reset_asked.load()) {
    shown_.reset_answer = guard_->reset();
    shown_.reset_asked = false;
  }
  exchange_->send(cycle_, *measured_, has_effort_, *guard_, *reference_);
  const Command * command = exchange_->receive(cycle_, answer_wait_);
  const std::vector<double> & out = guard_->step(cycle_, *measured_, command, exchange_->advice());
  for (size_t i = 0; i < out.size(); i++) {
    command_interfaces_[i].set_value(out[i]);
  }
  show();
  return return_type::OK;
}

void ReinsController::show()
{
  shown_.mode = static_cast<uint64_t>(guard_->mode());
  shown_.reason = static_cast<uint64_t>(guard_->reason());
  shown_.trips = guard_->trips();
  shown_.repairs = guard_->repairs();
  shown_.age = guard_->age();
  shown_.damaged = exchange_->damaged();
}

void ReinsController::answer_reset(
  const std_srvs::srv::Trigger::Request & /*request*/, std_srvs::srv::Trigger::Response & response)
{
  if (!shown_.active) {
    response.success = false;
    response.message = "not reset: the controller is not active";
    return;
  }
  shown_.reset_answer = nullptr;
  shown_.reset_asked = true;
  const auto until = std::chrono::steady_clock::now() + kResetPatience;
  while (shown_.reset_asked && std::chrono::steady_clock::now() < until) {
    rclcpp::sleep_for(std::chrono::milliseconds(1));
  }
  const char * answer = shown_.reset_answer;
  // A refused request stays refused: it must not take effect later.
  const bool late = shown_.reset_asked.exchange(false);
  response.success = !late && answer != nullptr && *answer == 0;
  response.message = late || answer == nullptr ? "not reset: the control loop does not run" :
    *answer == 0 ? "reset: the filter gets the robot when it drives (~/reset_fault of the filter)" : answer;
}

void ReinsController::tell(uint64_t mode, uint64_t reason)
{
  if (mode == told_mode_) {
    return;
  }
  told_mode_ = mode;
  const auto logger = get_node()->get_logger();
  if (mode == static_cast<uint64_t>(Mode::kBraking) || mode == static_cast<uint64_t>(Mode::kLatched)) {
    RCLCPP_ERROR(
      logger, "%s: %s", words_of(static_cast<Mode>(mode)), words_of(static_cast<Reason>(reason)));
  } else {
    RCLCPP_INFO(logger, "%s", words_of(static_cast<Mode>(mode)));
  }
}

void ReinsController::report()
{
  const uint64_t mode = shown_.mode;
  const uint64_t reason = shown_.reason;
  const bool active = shown_.active;
  const auto node = get_node();
  if (active) {
    tell(mode, reason);
  }
  const bool stopped = mode == static_cast<uint64_t>(Mode::kBraking) ||
    mode == static_cast<uint64_t>(Mode::kLatched);
  DiagnosticStatus status;
  status.name = std::string(node->get_name()) + ": filter";
  status.hardware_id = node->get_parameter("file").as_string();
  status.level = !active ? DiagnosticStatus::STALE : stopped ? DiagnosticStatus::ERROR :
    mode == static_cast<uint64_t>(Mode::kFollowing) ? DiagnosticStatus::OK : DiagnosticStatus::WARN;
  status.message = active ? words_of(static_cast<Mode>(mode)) : "not active";
  const auto add = [&status](const std::string & key, const std::string & value) {
      diagnostic_msgs::msg::KeyValue pair;
      pair.key = key;
      pair.value = value;
      status.values.push_back(pair);
    };
  add("reason", words_of(static_cast<Reason>(reason)));
  add("stops", std::to_string(shown_.trips));
  add("cycles since the answered state", std::to_string(shown_.age));
  add("commands cut by a limit", std::to_string(shown_.repairs));
  add("damaged records", std::to_string(shown_.damaged));
  diagnostic_msgs::msg::DiagnosticArray array;
  array.header.stamp = node->now();
  array.status.push_back(status);
  diagnostics_->publish(array);
}

}  // namespace reins_controller

PLUGINLIB_EXPORT_CLASS(
  reins_controller::ReinsController, controller_interface::ChainableControllerInterface)
